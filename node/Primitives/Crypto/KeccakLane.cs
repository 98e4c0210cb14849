using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>A lane of one state in the lowest element of a vector; for AVX-512 only.</summary>
internal readonly struct KeccakLane(Vector128<ulong> vector) : IKeccakLane<KeccakLane, ulong>
{
    private readonly Vector128<ulong> _vector = vector;

    public static bool IsSupported => Avx512F.VL.IsSupported;

    public ulong Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _vector.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeccakLane Load(in ulong value) => new(Vector128.CreateScalarUnsafe(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeccakLane Broadcast(ulong value) => new(Vector128.CreateScalarUnsafe(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeccakLane RotateLeft(KeccakLane lane, [ConstantExpected] byte count) => new(Avx512F.VL.RotateLeft(lane._vector, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeccakLane Chi(KeccakLane a, KeccakLane b, KeccakLane c) => new(a._vector ^ (~b._vector & c._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeccakLane operator ^(KeccakLane a, KeccakLane b) => new(a._vector ^ b._vector);
}
