using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>G1, the subgroup of E1.</summary>
internal readonly unsafe struct BlsG1 : IBlsGroup<P1Affine, P1>
{
    public static int PointSize => BlsEncoding.G1Size;

    public static bool TryReadOnCurve(ReadOnlySpan<byte> input, P1Affine* result, out bool isInfinite) => BlsEncoding.TryReadE1(input, result, out isInfinite);

    public static bool TryReadInGroup(ReadOnlySpan<byte> input, P1Affine* result, out bool isInfinite) => BlsEncoding.TryReadG1(input, result, out isInfinite);

    public static void Write(P1* point, Span<byte> output) => BlsEncoding.Write(point, output);

    public static void FromAffine(P1* result, P1Affine* point) => NativeBlst.FromAffine(result, point);

    public static void Add(P1* result, P1* left, P1Affine* right) => NativeBlst.Add(result, left, right);

    public static void Multiply(P1* result, P1* point, byte* scalar, nuint bits) => NativeBlst.Multiply(result, point, scalar, bits);

    public static nuint ScratchSize(nuint points) => NativeBlst.ScratchSizeOfP1(points);

    public static void MultiplySum(P1* result, P1Affine** points, nuint count, byte** scalars, nuint bits, byte* scratch) =>
        NativeBlst.MultiplySum(result, points, count, scalars, bits, scratch);
}
