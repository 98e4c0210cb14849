using PoaSidechain.Evm.Execution;
using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>0x0d: the sum of two points of E2 (EIP-2537); they need not be in the subgroup.</summary>
internal sealed unsafe class BlsG2Add : PrecompiledContract
{
    public override long GasCost(ReadOnlySpan<byte> input) => 600;

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        P2Affine left, right;
        if (input.Length != 2 * BlsEncoding.G2Size
            || !BlsEncoding.TryReadE2(input, &left, out _) || !BlsEncoding.TryReadE2(input[BlsEncoding.G2Size..], &right, out _))
        {
            return false;
        }

        P2 sum;
        NativeBlst.FromAffine(&sum, &left);
        NativeBlst.Add(&sum, &sum, &right);
        BlsEncoding.Write(&sum, output.Reserve(BlsEncoding.G2Size));
        return true;
    }
}
