using PoaSidechain.Evm.Execution;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>The sum of two points of a curve (EIP-2537).</summary>
internal abstract unsafe class BlsAdd<TGroup, TAffine, TPoint> : PrecompiledContract
    where TGroup : struct, IBlsGroup<TAffine, TPoint>
    where TAffine : unmanaged
    where TPoint : unmanaged
{
    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        TAffine left, right;
        if (input.Length != 2 * TGroup.PointSize
            || !TGroup.TryReadOnCurve(input, &left, out _) || !TGroup.TryReadOnCurve(input[TGroup.PointSize..], &right, out _))
        {
            return false;
        }

        TPoint sum;
        TGroup.FromAffine(&sum, &left);
        TGroup.Add(&sum, &sum, &right);
        TGroup.Write(&sum, output.Reserve(TGroup.PointSize));
        return true;
    }
}
