using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>G2, the subgroup of E2.</summary>
internal readonly unsafe struct BlsG2 : IBlsGroup<P2Affine, P2>
{
    public static int PointSize => BlsEncoding.G2Size;

    public static bool TryReadOnCurve(ReadOnlySpan<byte> input, P2Affine* result, out bool isInfinite) => BlsEncoding.TryReadE2(input, result, out isInfinite);

    public static bool TryReadInGroup(ReadOnlySpan<byte> input, P2Affine* result, out bool isInfinite) => BlsEncoding.TryReadG2(input, result, out isInfinite);

    public static void Write(P2* point, Span<byte> output) => BlsEncoding.Write(point, output);

    public static void FromAffine(P2* result, P2Affine* point) => NativeBlst.FromAffine(result, point);

    public static void Add(P2* result, P2* left, P2Affine* right) => NativeBlst.Add(result, left, right);

    public static void Multiply(P2* result, P2* point, byte* scalar, nuint bits) => NativeBlst.Multiply(result, point, scalar, bits);

    public static nuint ScratchSize(nuint points) => NativeBlst.ScratchSizeOfP2(points);

    public static void MultiplySum(P2* result, P2Affine** points, nuint count, byte** scalars, nuint bits, byte* scratch) =>
        NativeBlst.MultiplySum(result, points, count, scalars, bits, scratch);
}
