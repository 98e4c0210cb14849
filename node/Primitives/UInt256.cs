using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PoaSidechain.Primitives;

/// <summary>An unsigned 256-bit number: the EVM's word. Arithmetic wraps modulo 2^256 as the Yellow Paper's does.</summary>
/// <remarks>
/// Four 64-bit limbs, least significant first. Passed by <c>in</c>; results of the hot operations go to an <c>out</c> argument, which may be
/// the same variable as an operand.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly partial struct UInt256 : IEquatable<UInt256>, IComparable<UInt256>
{
    internal readonly ulong U0;
    internal readonly ulong U1;
    internal readonly ulong U2;
    internal readonly ulong U3;

    /// <summary>From limbs, least significant first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UInt256(ulong u0, ulong u1, ulong u2, ulong u3)
    {
        U0 = u0;
        U1 = u1;
        U2 = u2;
        U3 = u3;
    }

    /// <summary>0.</summary>
    public static UInt256 Zero => default;

    /// <summary>1.</summary>
    public static UInt256 One => new(1, 0, 0, 0);

    /// <summary>2^256 - 1.</summary>
    public static UInt256 MaxValue => new(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);

    /// <summary>True for 0.</summary>
    public bool IsZero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (U0 | U1 | U2 | U3) == 0;
    }

    /// <summary>True for 1.</summary>
    public bool IsOne => ((U0 ^ 1) | U1 | U2 | U3) == 0;

    /// <summary>True when the value is below 2^64.</summary>
    public bool FitsUInt64
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (U1 | U2 | U3) == 0;
    }

    /// <summary>The lowest 64 bits.</summary>
    public ulong Low64 => U0;

    /// <summary>True when the highest bit is set: negative, if read as two's complement.</summary>
    public bool IsNegative => (long)U3 < 0;

    /// <summary>Position of the highest set bit plus one; 0 for 0.</summary>
    public int BitLength =>
        U3 != 0 ? 256 - BitOperations.LeadingZeroCount(U3)
        : U2 != 0 ? 192 - BitOperations.LeadingZeroCount(U2)
        : U1 != 0 ? 128 - BitOperations.LeadingZeroCount(U1)
        : 64 - BitOperations.LeadingZeroCount(U0);

    /// <summary>Number of bytes without leading zeros; 0 for 0.</summary>
    public int ByteLength => (BitLength + 7) / 8;

    /// <summary>The value, or 2^64 - 1 when it does not fit: for sizes and gas that are refused later if too large.</summary>
    public ulong SaturateToUInt64()
    {
        return FitsUInt64 ? U0 : ulong.MaxValue;
    }

    /// <summary>Reads up to 32 big-endian bytes.</summary>
    public static UInt256 FromBigEndian(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 32)
        {
            return new UInt256(
                BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes));
        }

        if (bytes.Length > 32)
        {
            throw new ArgumentException("More than 32 bytes.", nameof(bytes));
        }

        Span<byte> padded = stackalloc byte[32];
        padded.Clear();
        bytes.CopyTo(padded[(32 - bytes.Length)..]);
        return FromBigEndian(padded);
    }

    /// <summary>Writes exactly 32 big-endian bytes to the start of <paramref name="destination"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteBigEndian(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], U0);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], U1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], U2);
        BinaryPrimitives.WriteUInt64BigEndian(destination, U3);
    }

    /// <summary>32 big-endian bytes as a hash.</summary>
    public Hash256 ToHash256()
    {
        Span<byte> bytes = stackalloc byte[32];
        WriteBigEndian(bytes);
        return new Hash256(bytes);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(UInt256 other) =>
        ((U0 ^ other.U0) | (U1 ^ other.U1) | (U2 ^ other.U2) | (U3 ^ other.U3)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UInt256 other && Equals(other);

    /// <summary>Differs from process to process: storage keys are chosen by strangers.</summary>
    public override int GetHashCode() => HashSeed.Mix(U0, U1, U2, U3);

    /// <inheritdoc/>
    public int CompareTo(UInt256 other) => this < other ? -1 : this == other ? 0 : 1;

    /// <summary>Signed comparison of two's complement values (SLT).</summary>
    public static bool SignedLessThan(in UInt256 a, in UInt256 b)
    {
        return a.IsNegative == b.IsNegative ? a < b : a.IsNegative;
    }

    /// <summary>Widening.</summary>
    public static implicit operator UInt256(ulong value) => new(value, 0, 0, 0);

    /// <summary>Widening.</summary>
    public static implicit operator UInt256(uint value) => new(value, 0, 0, 0);

    /// <summary>Widening; a negative number is a bug.</summary>
    public static implicit operator UInt256(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return new UInt256((ulong)value, 0, 0, 0);
    }

    /// <summary>Narrowing; throws <see cref="OverflowException"/> when the value does not fit.</summary>
    public static explicit operator ulong(in UInt256 value) =>
        value.FitsUInt64 ? value.U0 : throw new OverflowException("The value does not fit 64 bits.");

    /// <summary>Widening.</summary>
    public static implicit operator UInt256(UInt128 value) => new((ulong)value, (ulong)(value >> 64), 0, 0);

    /// <summary>Equal values.</summary>
    public static bool operator ==(in UInt256 left, in UInt256 right) => left.Equals(right);

    /// <summary>Different values.</summary>
    public static bool operator !=(in UInt256 left, in UInt256 right) => !left.Equals(right);

    /// <summary>Unsigned comparison.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator <(in UInt256 left, in UInt256 right)
    {
        if (left.U3 != right.U3)
        {
            return left.U3 < right.U3;
        }

        if (left.U2 != right.U2)
        {
            return left.U2 < right.U2;
        }

        return left.U1 != right.U1 ? left.U1 < right.U1 : left.U0 < right.U0;
    }

    /// <summary>Unsigned comparison.</summary>
    public static bool operator >(in UInt256 left, in UInt256 right) => right < left;

    /// <summary>Unsigned comparison.</summary>
    public static bool operator <=(in UInt256 left, in UInt256 right) => !(right < left);

    /// <summary>Unsigned comparison.</summary>
    public static bool operator >=(in UInt256 left, in UInt256 right) => !(left < right);
}
