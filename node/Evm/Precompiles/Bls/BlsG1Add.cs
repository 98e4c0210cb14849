using PoaSidechain.Evm.Execution;
using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>0x0b: the sum of two points of E1 (EIP-2537); they need not be in the subgroup.</summary>
internal sealed unsafe class BlsG1Add : PrecompiledContract
{
    public override long GasCost(ReadOnlySpan<byte> input) => 375;

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        P1Affine left, right;
        if (input.Length != 2 * BlsEncoding.G1Size
            || !BlsEncoding.TryReadE1(input, &left, out _) || !BlsEncoding.TryReadE1(input[BlsEncoding.G1Size..], &right, out _))
        {
            return false;
        }

        P1 sum;
        NativeBlst.FromAffine(&sum, &left);
        NativeBlst.Add(&sum, &sum, &right);
        BlsEncoding.Write(&sum, output.Reserve(BlsEncoding.G1Size));
        return true;
    }
}
