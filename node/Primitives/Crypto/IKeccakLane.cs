using System.Diagnostics.CodeAnalysis;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>What <see cref="KeccakF1600Vectors"/> does with a lane, or with a lane of several states at once.</summary>
/// <typeparam name="TSelf">The lane, held in a register.</typeparam>
/// <typeparam name="TMemory">How it lies in memory.</typeparam>
internal interface IKeccakLane<TSelf, TMemory>
    where TSelf : struct, IKeccakLane<TSelf, TMemory>
{
    TMemory Value { get; }

    static abstract TSelf Load(in TMemory value);

    static abstract TSelf Broadcast(ulong value);

    static abstract TSelf RotateLeft(TSelf lane, [ConstantExpected] byte count);

    /// <summary>a ^ (~b &amp; c).</summary>
    static abstract TSelf Chi(TSelf a, TSelf b, TSelf c);

    static abstract TSelf operator ^(TSelf a, TSelf b);
}
