using PoaSidechain.Evm.Execution;
using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>0x0e: the sum of points of G2, each times a scalar (EIP-2537).</summary>
internal sealed unsafe class BlsG2MultiExp : PrecompiledContract
{
    private const int ItemSize = BlsEncoding.G2Size + BlsEncoding.ScalarSize;

    public override long GasCost(ReadOnlySpan<byte> input) => BlsMultiExpPrice.OfG2(input.Length / ItemSize);

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        if (input.IsEmpty || input.Length % ItemSize != 0)
        {
            return false;
        }

        // The library's sum of products cannot take the point at infinity, and a scalar of 0 adds nothing.
        var points = new P2Affine[input.Length / ItemSize];
        var scalars = new byte[points.Length * BlsEncoding.ScalarSize];
        var count = 0;
        for (; !input.IsEmpty; input = input[ItemSize..])
        {
            fixed (P2Affine* point = &points[count])
            {
                if (!BlsEncoding.TryReadG2(input, point, out var isInfinite))
                {
                    return false;
                }

                var scalar = scalars.AsSpan(count * BlsEncoding.ScalarSize, BlsEncoding.ScalarSize);
                count += BlsEncoding.TryReadScalar(input[BlsEncoding.G2Size..], scalar) && !isInfinite ? 1 : 0;
            }
        }

        P2 sum;
        Sum(points.AsSpan(0, count), scalars, &sum);
        BlsEncoding.Write(&sum, output.Reserve(BlsEncoding.G2Size));
        return true;
    }

    private static void Sum(ReadOnlySpan<P2Affine> points, ReadOnlySpan<byte> scalars, P2* sum)
    {
        *sum = default;
        fixed (P2Affine* first = points)
        fixed (byte* firstScalar = scalars)
        {
            if (points.Length == 1)
            {
                NativeBlst.FromAffine(sum, first);
                NativeBlst.Multiply(sum, sum, firstScalar, 255);
            }
            else if (points.Length > 1)
            {
                var pointLists = stackalloc P2Affine*[] { first, null };
                var scalarLists = stackalloc byte*[] { firstScalar, null };
                fixed (byte* scratch = new byte[NativeBlst.ScratchSizeOfP2((nuint)points.Length)])
                {
                    NativeBlst.MultiplySum(sum, pointLists, (nuint)points.Length, scalarLists, 255, scratch);
                }
            }
        }
    }
}
