using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Precompiles.Bn254;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>0x06: the sum of two points of BN254's G1 (EIP-196; price of EIP-1108).</summary>
internal sealed class Bn254Add(long gas) : PrecompiledContract
{
    public override long GasCost(ReadOnlySpan<byte> input) => gas;

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        Span<byte> padded = stackalloc byte[2 * G1.Size];
        padded.Clear();
        input[..Math.Min(input.Length, padded.Length)].CopyTo(padded);
        if (!G1.TryRead(padded, out var left) || !G1.TryRead(padded[G1.Size..], out var right))
        {
            return false;
        }

        G1.SumOfAffine(left, right).Write(output.Reserve(G1.Size));
        return true;
    }
}
