using System.Numerics;
using System.Runtime.CompilerServices;
using static PoaSidechain.Primitives.WordArithmetic;

namespace PoaSidechain.Primitives;

/// <content>
/// Division by multiplication with a precomputed reciprocal of the normalised divisor's top limb (Möller and Granlund, "Improved division
/// by invariant integers", 2011), inside Knuth's algorithm D.
/// </content>
public readonly partial struct UInt256
{
    // floor((2^19 - 3 * 2^8) / d9) for the nine leading bits d9 = 256..511 of a normalised divisor.
    private static readonly ushort[] ReciprocalSeeds = MakeReciprocalSeeds();

    /// <summary>a / b; 0 when b is 0 (DIV).</summary>
    public static void Divide(in UInt256 a, in UInt256 b, out UInt256 quotient)
    {
        if (a.FitsUInt64 && b.FitsUInt64)
        {
            quotient = b.U0 == 0 ? 0 : a.U0 / b.U0;
            return;
        }

        DivRem(a, b, out quotient, out _);
    }

    /// <summary>a mod b; 0 when b is 0 (MOD).</summary>
    public static void Mod(in UInt256 a, in UInt256 b, out UInt256 remainder)
    {
        if (a.FitsUInt64 && b.FitsUInt64)
        {
            remainder = b.U0 == 0 ? 0 : a.U0 % b.U0;
            return;
        }

        DivRem(a, b, out _, out remainder);
    }

    /// <summary>Quotient and remainder; both 0 when b is 0.</summary>
    [SkipLocalsInit]
    public static void DivRem(in UInt256 a, in UInt256 b, out UInt256 quotient, out UInt256 remainder)
    {
        if (b.IsZero)
        {
            quotient = default;
            remainder = default;
            return;
        }

        if (a < b)
        {
            remainder = a; // before the quotient, which may be the same variable as a
            quotient = default;
            return;
        }

        Span<ulong> u = [a.U0, a.U1, a.U2, a.U3, 0];
        Span<ulong> q = [0, 0, 0, 0, 0];
        var length = a.U3 != 0 ? 4 : a.U2 != 0 ? 3 : a.U1 != 0 ? 2 : 1;
        remainder = DivideLimbs(u, length, b, q);
        quotient = new UInt256(q[0], q[1], q[2], q[3]);
    }

    /// <summary>Signed division, rounding towards zero; 0 when b is 0 (SDIV).</summary>
    public static void SignedDivide(in UInt256 a, in UInt256 b, out UInt256 quotient)
    {
        var negative = a.IsNegative != b.IsNegative; // now, since the result may be the same variable as an operand
        var x = a.IsNegative ? Negate(a) : a;
        var y = b.IsNegative ? Negate(b) : b;
        Divide(x, y, out quotient);
        if (negative)
        {
            quotient = Negate(quotient);
        }
    }

    /// <summary>Signed remainder with the sign of a; 0 when b is 0 (SMOD).</summary>
    public static void SignedMod(in UInt256 a, in UInt256 b, out UInt256 remainder)
    {
        var negative = a.IsNegative; // now, since the result may be the same variable as an operand
        var x = a.IsNegative ? Negate(a) : a;
        var y = b.IsNegative ? Negate(b) : b;
        Mod(x, y, out remainder);
        if (negative)
        {
            remainder = Negate(remainder);
        }
    }

    /// <summary>(a + b) mod m without intermediate wrapping; 0 when m is 0 (ADDMOD).</summary>
    [SkipLocalsInit]
    public static void AddMod(in UInt256 a, in UInt256 b, in UInt256 m, out UInt256 result)
    {
        var carry = Add(a, b, out var sum);
        if (!carry || m.IsZero)
        {
            Mod(sum, m, out result);
            return;
        }

        Span<ulong> u = [sum.U0, sum.U1, sum.U2, sum.U3, 1, 0];
        Span<ulong> q = stackalloc ulong[6];
        result = DivideLimbs(u, 5, m, q);
    }

    /// <summary>(a * b) mod m without intermediate wrapping; 0 when m is 0 (MULMOD).</summary>
    [SkipLocalsInit]
    public static void MulMod(in UInt256 a, in UInt256 b, in UInt256 m, out UInt256 result)
    {
        if (m.IsZero)
        {
            result = default;
            return;
        }

        Span<ulong> u = stackalloc ulong[9];
        Span<ulong> q = stackalloc ulong[9];
        MultiplyFull(a, b, u);
        u[8] = 0;
        var length = 8;
        while (length > 1 && u[length - 1] == 0)
        {
            length--;
        }

        result = DivideLimbs(u, length, m, q);
    }

    /// <summary>Divides u (length limbs and one spare limb above) by d; writes the quotient, returns the remainder. u is destroyed.</summary>
    private static UInt256 DivideLimbs(Span<ulong> u, int length, in UInt256 d, Span<ulong> q)
    {
        var n = d.U3 != 0 ? 4 : d.U2 != 0 ? 3 : d.U1 != 0 ? 2 : 1;
        if (length < n)
        {
            return new UInt256(u[0], length > 1 ? u[1] : 0, length > 2 ? u[2] : 0, 0);
        }

        Span<ulong> v = [d.U0, d.U1, d.U2, d.U3];
        var shift = BitOperations.LeadingZeroCount(v[n - 1]);
        ShiftLeft(v[..n], shift);
        u[length] = 0;
        ShiftLeft(u[..(length + 1)], shift);
        if (n == 1)
        {
            return DivideByLimb(u, length, v[0], q) >> shift;
        }

        var reciprocal = Reciprocal(v[n - 1]);
        for (var j = length - n; j >= 0; j--)
        {
            q[j] = QuotientDigit(u[j..(j + n + 1)], v[..n], reciprocal);
        }

        return new UInt256(u[0], u[1], n > 2 ? u[2] : 0, n > 3 ? u[3] : 0) >> shift;
    }

    private static UInt256 DivideByLimb(Span<ulong> u, int length, ulong d, Span<ulong> q)
    {
        var reciprocal = Reciprocal(d);
        var remainder = u[length];
        for (var j = length - 1; j >= 0; j--)
        {
            q[j] = Divide2By1(remainder, u[j], d, reciprocal, out remainder);
        }

        return remainder;
    }

    /// <summary>One step of algorithm D: the digit of u / v, and u reduced by it. u has one limb more than v; v is normalised, n ≥ 2.</summary>
    private static ulong QuotientDigit(Span<ulong> u, ReadOnlySpan<ulong> v, ulong reciprocal)
    {
        var n = v.Length;
        ulong digit;
        if (u[n] >= v[n - 1])
        {
            digit = ulong.MaxValue; // the estimate would overflow; the correction below mends it
        }
        else
        {
            digit = Divide2By1(u[n], u[n - 1], v[n - 1], reciprocal, out var rest);
            var high = MultiplyHigh(digit, v[n - 2]);
            var low = digit * v[n - 2];
            while (high > rest || (high == rest && low > u[n - 2]))
            {
                digit--;
                high -= low < v[n - 2] ? 1UL : 0;
                low -= v[n - 2];
                rest += v[n - 1];
                if (rest < v[n - 1])
                {
                    break;
                }
            }
        }

        ulong carry = 0;
        ulong borrow = 0;
        for (var i = 0; i < n; i++)
        {
            u[i] = SubtractBorrow(u[i], MultiplyAdd(digit, v[i], 0, ref carry), ref borrow);
        }

        u[n] = SubtractBorrow(u[n], carry, ref borrow);
        while (borrow != 0)
        {
            digit--;
            ulong c = 0;
            for (var i = 0; i < n; i++)
            {
                u[i] = AddCarry(u[i], v[i], ref c);
            }

            u[n] = AddCarry(u[n], 0, ref c);
            borrow -= c; // the difference is positive again once the top limb wraps
        }

        return digit;
    }

    private static void ShiftLeft(Span<ulong> limbs, int shift)
    {
        if (shift == 0)
        {
            return;
        }

        for (var i = limbs.Length - 1; i > 0; i--)
        {
            limbs[i] = (limbs[i] << shift) | (limbs[i - 1] >> (64 - shift));
        }

        limbs[0] <<= shift;
    }

    /// <summary>(high, low) / d for a normalised d &gt; high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Divide2By1(ulong high, ulong low, ulong d, ulong reciprocal, out ulong remainder)
    {
        var q0 = (reciprocal * high) + low;
        var q1 = MultiplyHigh(reciprocal, high) + high + (q0 < low ? 1UL : 0) + 1;
        remainder = low - (q1 * d);
        if (remainder > q0)
        {
            q1--;
            remainder += d;
        }

        if (remainder >= d)
        {
            q1++;
            remainder -= d;
        }

        return q1;
    }

    /// <summary>floor((2^128 - 1) / d) - 2^64 for a normalised d.</summary>
    private static ulong Reciprocal(ulong d)
    {
        ulong v0 = ReciprocalSeeds[(int)(d >> 55) - 256];
        var d40 = (d >> 24) + 1;
        var v1 = (v0 << 11) - ((v0 * v0 * d40) >> 40) - 1;
        var v2 = (v1 << 13) + ((v1 * ((1UL << 60) - (v1 * d40))) >> 47);
        var odd = d & 1;
        var e = ((v2 >> 1) & (0UL - odd)) - (v2 * ((d >> 1) + odd));
        var v3 = (MultiplyHigh(v2, e) >> 1) + (v2 << 31);
        var low = (v3 * d) + d;
        return v3 - (MultiplyHigh(v3, d) + d + (low < d ? 1UL : 0));
    }

    private static ushort[] MakeReciprocalSeeds()
    {
        var seeds = new ushort[256];
        for (var i = 0; i < seeds.Length; i++)
        {
            seeds[i] = (ushort)(((1 << 19) - (3 << 8)) / (256 + i));
        }

        return seeds;
    }
}
