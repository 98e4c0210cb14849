using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Precompiles.Fields;

/// <content>
/// Sums, differences, products. The product interleaves multiplication and reduction limb by limb (Koç, Acar, Kaliski 1996: CIOS); high and low
/// halves are asked for apart, which the compiler of .NET 10 turns into better code than a 128-bit product.
/// </content>
internal readonly partial struct Montgomery<TModulus>
{
    public static Montgomery<TModulus> operator +(in Montgomery<TModulus> a, in Montgomery<TModulus> b)
    {
        ulong carry = 0;
        var r0 = AddCarry(a._l0, b._l0, ref carry);
        var r1 = AddCarry(a._l1, b._l1, ref carry);
        var r2 = AddCarry(a._l2, b._l2, ref carry);
        var r3 = AddCarry(a._l3, b._l3, ref carry);
        return Reduce(r0, r1, r2, r3, TModulus.HasSpareBits ? 0 : carry);
    }

    public static Montgomery<TModulus> operator -(in Montgomery<TModulus> a, in Montgomery<TModulus> b)
    {
        ulong borrow = 0;
        var r0 = SubtractBorrow(a._l0, b._l0, ref borrow);
        var r1 = SubtractBorrow(a._l1, b._l1, ref borrow);
        var r2 = SubtractBorrow(a._l2, b._l2, ref borrow);
        var r3 = SubtractBorrow(a._l3, b._l3, ref borrow);
        var mask = 0 - borrow; // below zero: add the prime
        ulong carry = 0;
        r0 = AddCarry(r0, TModulus.M0 & mask, ref carry);
        r1 = AddCarry(r1, TModulus.M1 & mask, ref carry);
        r2 = AddCarry(r2, TModulus.M2 & mask, ref carry);
        r3 = r3 + (TModulus.M3 & mask) + carry;
        return new(r0, r1, r2, r3);
    }

    public static Montgomery<TModulus> operator -(in Montgomery<TModulus> a) => Zero - a;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // thousands of calls in the first pairing: not through unoptimised code
    public static Montgomery<TModulus> operator *(in Montgomery<TModulus> a, in Montgomery<TModulus> b)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0;
        MultiplyRow(a, b._l0, ref t0, ref t1, ref t2, ref t3, ref t4);
        MultiplyRow(a, b._l1, ref t0, ref t1, ref t2, ref t3, ref t4);
        MultiplyRow(a, b._l2, ref t0, ref t1, ref t2, ref t3, ref t4);
        MultiplyRow(a, b._l3, ref t0, ref t1, ref t2, ref t3, ref t4);
        return Reduce(t0, t1, t2, t3, TModulus.HasSpareBits ? 0 : t4);
    }

    public Montgomery<TModulus> Squared() => this * this;

    public Montgomery<TModulus> Doubled() => this + this;

    /// <summary>Half of it modulo the prime.</summary>
    public Montgomery<TModulus> Halved()
    {
        var mask = 0 - (_l0 & 1); // odd: add the prime, which is odd too
        ulong carry = 0;
        var r0 = AddCarry(_l0, TModulus.M0 & mask, ref carry);
        var r1 = AddCarry(_l1, TModulus.M1 & mask, ref carry);
        var r2 = AddCarry(_l2, TModulus.M2 & mask, ref carry);
        var r3 = AddCarry(_l3, TModulus.M3 & mask, ref carry);
        return new((r0 >> 1) | (r1 << 63), (r1 >> 1) | (r2 << 63), (r2 >> 1) | (r3 << 63), (r3 >> 1) | (carry << 63));
    }

    public Montgomery<TModulus> Power(in UInt256 exponent)
    {
        var result = One;
        for (var i = exponent.BitLength - 1; i >= 0; i--)
        {
            result = result.Squared();
            if (exponent.Bit(i))
            {
                result *= this;
            }
        }

        return result;
    }

    /// <summary>t = (t + a * b + m * prime) / 2^64 with the m that makes it divisible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyRow(
        in Montgomery<TModulus> a, ulong b, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4)
    {
        ulong c = 0;
        var s0 = MultiplyAdd(a._l0, b, t0, ref c);
        var s1 = MultiplyAdd(a._l1, b, t1, ref c);
        var s2 = MultiplyAdd(a._l2, b, t2, ref c);
        var s3 = MultiplyAdd(a._l3, b, t3, ref c);

        var m = s0 * TModulus.NegativeInverse;
        ulong d = 0;
        MultiplyAdd(m, TModulus.M0, s0, ref d);
        t0 = MultiplyAdd(m, TModulus.M1, s1, ref d);
        t1 = MultiplyAdd(m, TModulus.M2, s2, ref d);
        t2 = MultiplyAdd(m, TModulus.M3, s3, ref d);
        if (TModulus.HasSpareBits)
        {
            t3 = c + d;
            return;
        }

        ulong carry = 0;
        t3 = AddCarry(t4, c, ref carry);
        var high = carry;
        carry = 0;
        t3 = AddCarry(t3, d, ref carry);
        t4 = high + carry;
    }

    /// <summary>Takes the prime off if the number, with its fifth limb, is not below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Montgomery<TModulus> Reduce(ulong r0, ulong r1, ulong r2, ulong r3, ulong r4)
    {
        ulong borrow = 0;
        var s0 = SubtractBorrow(r0, TModulus.M0, ref borrow);
        var s1 = SubtractBorrow(r1, TModulus.M1, ref borrow);
        var s2 = SubtractBorrow(r2, TModulus.M2, ref borrow);
        var s3 = SubtractBorrow(r3, TModulus.M3, ref borrow);
        var keep = r4 < borrow;
        return new(keep ? r0 : s0, keep ? r1 : s1, keep ? r2 : s2, keep ? r3 : s3);
    }

    /// <summary>Low half of a * b + addend + carry; the high half becomes the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        var low = a * b;
        var high = Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);
        low += addend;
        high += low < addend ? 1UL : 0;
        low += carry;
        high += low < carry ? 1UL : 0;
        carry = high;
        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddCarry(ulong a, ulong b, ref ulong carry)
    {
        var sum = a + b;
        var overflow = sum < a ? 1UL : 0;
        var result = sum + carry;
        carry = overflow | (result < sum ? 1UL : 0);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SubtractBorrow(ulong a, ulong b, ref ulong borrow)
    {
        var difference = a - b;
        var underflow = a < b ? 1UL : 0;
        var result = difference - borrow;
        borrow = underflow | (difference < borrow ? 1UL : 0);
        return result;
    }
}
