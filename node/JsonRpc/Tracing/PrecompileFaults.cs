using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>geth's words for inputs that precompiled contracts refuse because of their length.</summary>
internal static class PrecompileFaults
{
    private const int PairBytes = 192;
    private const int Blake2FBytes = 213;

    private static readonly Address Pairing = Address.FromNumber(8);
    private static readonly Address Blake2F = Address.FromNumber(9);

    /// <summary>The text, or null when the length is not what is wrong.</summary>
    public static string? TextOf(CallTrace call)
    {
        if (call.To == Pairing)
        {
            return call.Input.Length % PairBytes == 0 ? null : "bad elliptic curve pairing size";
        }

        return call.To == Blake2F ? call.Input.Length == Blake2FBytes ? "invalid final flag" : "invalid input length" : null;
    }
}
