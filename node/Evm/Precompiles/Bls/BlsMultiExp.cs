using PoaSidechain.Evm.Execution;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>The sum of points of a group, each times a scalar (EIP-2537).</summary>
internal abstract unsafe class BlsMultiExp<TGroup, TAffine, TPoint> : PrecompiledContract
    where TGroup : struct, IBlsGroup<TAffine, TPoint>
    where TAffine : unmanaged
    where TPoint : unmanaged
{
    /// <summary>Bytes of a point and its scalar.</summary>
    protected static int ItemSize => TGroup.PointSize + BlsEncoding.ScalarSize;

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        if (input.IsEmpty || input.Length % ItemSize != 0)
        {
            return false;
        }

        // The library's sum of products cannot take the point at infinity, and a scalar of 0 adds nothing.
        var points = new TAffine[input.Length / ItemSize];
        var scalars = new byte[points.Length * BlsEncoding.ScalarSize];
        var count = 0;
        for (; !input.IsEmpty; input = input[ItemSize..])
        {
            fixed (TAffine* point = &points[count])
            {
                if (!TGroup.TryReadInGroup(input, point, out var isInfinite))
                {
                    return false;
                }

                var scalar = scalars.AsSpan(count * BlsEncoding.ScalarSize, BlsEncoding.ScalarSize);
                count += BlsEncoding.TryReadScalar(input[TGroup.PointSize..], scalar) && !isInfinite ? 1 : 0;
            }
        }

        TPoint sum;
        Sum(points.AsSpan(0, count), scalars, &sum);
        TGroup.Write(&sum, output.Reserve(TGroup.PointSize));
        return true;
    }

    private static void Sum(ReadOnlySpan<TAffine> points, ReadOnlySpan<byte> scalars, TPoint* sum)
    {
        *sum = default;
        fixed (TAffine* first = points)
        fixed (byte* firstScalar = scalars)
        {
            if (points.Length == 1)
            {
                TGroup.FromAffine(sum, first);
                TGroup.Multiply(sum, sum, firstScalar, 255);
            }
            else if (points.Length > 1)
            {
                var pointLists = stackalloc TAffine*[] { first, null };
                var scalarLists = stackalloc byte*[] { firstScalar, null };
                fixed (byte* scratch = new byte[TGroup.ScratchSize((nuint)points.Length)])
                {
                    TGroup.MultiplySum(sum, pointLists, (nuint)points.Length, scalarLists, 255, scratch);
                }
            }
        }
    }
}
