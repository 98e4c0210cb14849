using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>The same lane of four states.</summary>
internal readonly struct KeccakLanes4(Vector256<ulong> vector) : IKeccakLane<KeccakLanes4, Vector256<ulong>>
{
    private readonly Vector256<ulong> _vector = vector;

    public Vector256<ulong> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _vector;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeccakLanes4 Load(in Vector256<ulong> value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeccakLanes4 Broadcast(ulong value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeccakLanes4 RotateLeft(KeccakLanes4 lane, [ConstantExpected] byte count) =>
        new(Avx512F.VL.IsSupported ? Avx512F.VL.RotateLeft(lane._vector, count) : (lane._vector << count) | (lane._vector >>> (64 - count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeccakLanes4 Chi(KeccakLanes4 a, KeccakLanes4 b, KeccakLanes4 c) => new(a._vector ^ (~b._vector & c._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeccakLanes4 operator ^(KeccakLanes4 a, KeccakLanes4 b) => new(a._vector ^ b._vector);
}
