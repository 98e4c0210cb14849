using PoaSidechain.Evm.Execution;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>0x01: the address that signed a hash (Yellow Paper appendix E). No such address is an empty output, not a failure.</summary>
internal sealed class EcRecover : PrecompiledContract
{
    private const int InputSize = 128; // hash, v, r, s

    public override long GasCost(ReadOnlySpan<byte> input) => 3_000;

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        Span<byte> padded = stackalloc byte[InputSize];
        padded.Clear();
        input[..Math.Min(input.Length, InputSize)].CopyTo(padded);
        var v = UInt256.FromBigEndian(padded[32..64]);
        output.Clear();
        if (v != 27UL && v != 28UL)
        {
            return true;
        }

        var signature = new Signature(UInt256.FromBigEndian(padded[64..96]), UInt256.FromBigEndian(padded[96..]), (byte)(v.Low64 - 27));
        if (Secp256k1.TryRecoverAddress(new Hash256(padded[..32]), signature, out var address))
        {
            var result = output.Reserve(32);
            result[..12].Clear();
            address.CopyTo(result[12..]);
        }

        return true;
    }
}
