using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>geth's words for inputs that precompiled contracts refuse because of their length.</summary>
internal static class PrecompileFaults
{
    private static readonly Address Pairing = Address.FromNumber(8);
    private static readonly Address Blake2F = Address.FromNumber(9);

    /// <summary>The contracts that take inputs of one length, or multiples of it (KZG, EIP-2537).</summary>
    private static readonly Dictionary<Address, (int Bytes, bool IsMultiple)> Lengths = new()
    {
        [Blake2F] = (213, false),
        [Address.FromNumber(0x0a)] = (192, false),
        [Address.FromNumber(0x0b)] = (256, false),
        [Address.FromNumber(0x0c)] = (160, true),
        [Address.FromNumber(0x0d)] = (512, false),
        [Address.FromNumber(0x0e)] = (288, true),
        [Address.FromNumber(0x0f)] = (384, true),
        [Address.FromNumber(0x10)] = (64, false),
        [Address.FromNumber(0x11)] = (128, false),
    };

    /// <summary>The text, or null when the length is not what is wrong.</summary>
    public static string? TextOf(CallTrace call)
    {
        var length = call.Input.Length;
        if (call.To == Pairing)
        {
            return length % 192 == 0 ? null : "bad elliptic curve pairing size";
        }

        if (!Lengths.TryGetValue(call.To, out var wanted))
        {
            return null;
        }

        var fits = wanted.IsMultiple ? length > 0 && length % wanted.Bytes == 0 : length == wanted.Bytes;
        return !fits ? "invalid input length" : call.To == Blake2F ? "invalid final flag" : null;
    }
}
