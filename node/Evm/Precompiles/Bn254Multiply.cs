using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Precompiles.Bn254;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>0x07: a multiple of a point of BN254's G1 (EIP-196; price of EIP-1108).</summary>
internal sealed class Bn254Multiply(long gas) : PrecompiledContract
{
    public override long GasCost(ReadOnlySpan<byte> input) => gas;

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        Span<byte> padded = stackalloc byte[G1.Size + 32];
        padded.Clear();
        input[..Math.Min(input.Length, padded.Length)].CopyTo(padded);
        if (!G1.TryRead(padded, out var point))
        {
            return false;
        }

        (point * UInt256.FromBigEndian(padded[G1.Size..])).Write(output.Reserve(G1.Size));
        return true;
    }
}
