using System.Numerics;
using System.Runtime.CompilerServices;

namespace PoaSidechain.Primitives;

public readonly partial struct UInt256
{
    /// <summary>Bit <paramref name="index"/>, 0 the least significant.</summary>
    public bool Bit(int index) => ((Limb(index >> 6) >> (index & 63)) & 1) != 0;

    /// <summary>Number of leading zero bits, 256 for 0 (CLZ, EIP-7939).</summary>
    public int LeadingZeroCount() => 256 - BitLength;

    /// <summary>The byte at a position counted from the most significant one; 0 beyond 31 (BYTE).</summary>
    public static UInt256 ByteAt(in UInt256 position, in UInt256 value)
    {
        if (!position.FitsUInt64 || position.U0 > 31)
        {
            return default;
        }

        var bit = (31 - (int)position.U0) * 8;
        return (value.Limb(bit >> 6) >> (bit & 63)) & 0xff;
    }

    /// <summary>Extends the sign of a number of <paramref name="size"/> + 1 bytes to the whole word (SIGNEXTEND).</summary>
    public static UInt256 SignExtend(in UInt256 size, in UInt256 value)
    {
        if (!size.FitsUInt64 || size.U0 > 30)
        {
            return value;
        }

        var bit = ((int)size.U0 * 8) + 7;
        var mask = (One << (bit + 1)) - One;
        return value.Bit(bit) ? value | ~mask : value & mask;
    }

    /// <summary>Arithmetic shift right; sizes from 256 on give 0 or all ones (SAR, EIP-145).</summary>
    public static UInt256 ShiftRightSigned(in UInt256 value, in UInt256 shift)
    {
        if (!value.IsNegative)
        {
            return value >> ShiftAmount(shift);
        }

        return ~(~value >> ShiftAmount(shift));
    }

    /// <summary>A shift size as the EVM's SHL and SHR take it: 256 for anything larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ShiftAmount(in UInt256 shift) => shift.FitsUInt64 && shift.U0 < 256 ? (int)shift.U0 : 256;

    /// <summary>Bitwise and.</summary>
    public static UInt256 operator &(in UInt256 a, in UInt256 b) => new(a.U0 & b.U0, a.U1 & b.U1, a.U2 & b.U2, a.U3 & b.U3);

    /// <summary>Bitwise or.</summary>
    public static UInt256 operator |(in UInt256 a, in UInt256 b) => new(a.U0 | b.U0, a.U1 | b.U1, a.U2 | b.U2, a.U3 | b.U3);

    /// <summary>Bitwise exclusive or.</summary>
    public static UInt256 operator ^(in UInt256 a, in UInt256 b) => new(a.U0 ^ b.U0, a.U1 ^ b.U1, a.U2 ^ b.U2, a.U3 ^ b.U3);

    /// <summary>Bitwise complement.</summary>
    public static UInt256 operator ~(in UInt256 a) => new(~a.U0, ~a.U1, ~a.U2, ~a.U3);

    /// <summary>Shift left by 0 to 256 bits.</summary>
    public static UInt256 operator <<(in UInt256 value, int shift)
    {
        if (shift >= 256)
        {
            return default;
        }

        var (u0, u1, u2, u3) = (shift >> 6) switch
        {
            0 => (value.U0, value.U1, value.U2, value.U3),
            1 => (0UL, value.U0, value.U1, value.U2),
            2 => (0UL, 0UL, value.U0, value.U1),
            _ => (0UL, 0UL, 0UL, value.U0),
        };
        var bits = shift & 63;
        if (bits == 0)
        {
            return new UInt256(u0, u1, u2, u3);
        }

        var rest = 64 - bits;
        return new UInt256(u0 << bits, (u1 << bits) | (u0 >> rest), (u2 << bits) | (u1 >> rest), (u3 << bits) | (u2 >> rest));
    }

    /// <summary>Logical shift right by 0 to 256 bits.</summary>
    public static UInt256 operator >>(in UInt256 value, int shift)
    {
        if (shift >= 256)
        {
            return default;
        }

        var (u0, u1, u2, u3) = (shift >> 6) switch
        {
            0 => (value.U0, value.U1, value.U2, value.U3),
            1 => (value.U1, value.U2, value.U3, 0UL),
            2 => (value.U2, value.U3, 0UL, 0UL),
            _ => (value.U3, 0UL, 0UL, 0UL),
        };
        var bits = shift & 63;
        if (bits == 0)
        {
            return new UInt256(u0, u1, u2, u3);
        }

        var rest = 64 - bits;
        return new UInt256((u0 >> bits) | (u1 << rest), (u1 >> bits) | (u2 << rest), (u2 >> bits) | (u3 << rest), u3 >> bits);
    }

    private ulong Limb(int index) => index switch { 0 => U0, 1 => U1, 2 => U2, _ => U3 };

    /// <summary>Number of set bits.</summary>
    public int PopCount() =>
        BitOperations.PopCount(U0) + BitOperations.PopCount(U1) + BitOperations.PopCount(U2) + BitOperations.PopCount(U3);
}
