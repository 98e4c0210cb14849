namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>What the contracts on points need of G1 or G2, so that each rule of EIP-2537 stands once for both.</summary>
/// <typeparam name="TAffine">A point in affine coordinates.</typeparam>
/// <typeparam name="TPoint">A point in Jacobian coordinates.</typeparam>
internal unsafe interface IBlsGroup<TAffine, TPoint>
    where TAffine : unmanaged
    where TPoint : unmanaged
{
    /// <summary>Bytes of an encoded point.</summary>
    static abstract int PointSize { get; }

    /// <summary>Reads a point of the curve.</summary>
    static abstract bool TryReadOnCurve(ReadOnlySpan<byte> input, TAffine* result, out bool isInfinite);

    /// <summary>Reads a point of the group.</summary>
    static abstract bool TryReadInGroup(ReadOnlySpan<byte> input, TAffine* result, out bool isInfinite);

    static abstract void Write(TPoint* point, Span<byte> output);

    static abstract void FromAffine(TPoint* result, TAffine* point);

    static abstract void Add(TPoint* result, TPoint* left, TAffine* right);

    static abstract void Multiply(TPoint* result, TPoint* point, byte* scalar, nuint bits);

    /// <summary>Bytes of memory that <see cref="MultiplySum"/> needs.</summary>
    static abstract nuint ScratchSize(nuint points);

    static abstract void MultiplySum(TPoint* result, TAffine** points, nuint count, byte** scalars, nuint bits, byte* scratch);
}
