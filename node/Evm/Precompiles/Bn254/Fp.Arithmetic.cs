using System.Runtime.CompilerServices;
using PoaSidechain.Primitives;
using static PoaSidechain.Primitives.WordArithmetic;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <content>Sums, differences, halves, and the operators for where nothing is hot.</content>
internal readonly partial struct Fp
{
    public static Fp operator +(in Fp a, in Fp b)
    {
        Add(a, b, out var sum);
        return sum;
    }

    public static Fp operator -(in Fp a, in Fp b)
    {
        Subtract(a, b, out var difference);
        return difference;
    }

    public static Fp operator -(in Fp a)
    {
        Subtract(Zero, a, out var negative);
        return negative;
    }

    public static Fp operator *(in Fp a, in Fp b)
    {
        Multiply(a, b, out var product);
        return product;
    }

    [SkipLocalsInit]
    public static void Add(in Fp a, in Fp b, out Fp sum)
    {
        ulong carry = 0;
        var r0 = AddCarry(a._l0, b._l0, ref carry);
        var r1 = AddCarry(a._l1, b._l1, ref carry);
        var r2 = AddCarry(a._l2, b._l2, ref carry);
        var r3 = a._l3 + b._l3 + carry; // p is below 2^254
        Reduce(r0, r1, r2, r3, out sum);
    }

    [SkipLocalsInit]
    public static void Subtract(in Fp a, in Fp b, out Fp difference)
    {
        ulong borrow = 0;
        var r0 = SubtractBorrow(a._l0, b._l0, ref borrow);
        var r1 = SubtractBorrow(a._l1, b._l1, ref borrow);
        var r2 = SubtractBorrow(a._l2, b._l2, ref borrow);
        var r3 = SubtractBorrow(a._l3, b._l3, ref borrow);
        var mask = 0 - borrow; // below zero: add the prime
        ulong carry = 0;
        r0 = AddCarry(r0, P0 & mask, ref carry);
        r1 = AddCarry(r1, P1 & mask, ref carry);
        r2 = AddCarry(r2, P2 & mask, ref carry);
        r3 = r3 + (P3 & mask) + carry;
        difference = new Fp(r0, r1, r2, r3);
    }

    public Fp Squared()
    {
        Multiply(this, this, out var square);
        return square;
    }

    public Fp Doubled()
    {
        Add(this, this, out var twice);
        return twice;
    }

    /// <summary>Half of it modulo the prime.</summary>
    public static void Halve(in Fp a, out Fp half)
    {
        var mask = 0 - (a._l0 & 1); // odd: add the prime, which is odd too
        ulong carry = 0;
        var r0 = AddCarry(a._l0, P0 & mask, ref carry);
        var r1 = AddCarry(a._l1, P1 & mask, ref carry);
        var r2 = AddCarry(a._l2, P2 & mask, ref carry);
        var r3 = a._l3 + (P3 & mask) + carry;
        half = new Fp((r0 >> 1) | (r1 << 63), (r1 >> 1) | (r2 << 63), (r2 >> 1) | (r3 << 63), r3 >> 1);
    }

    /// <summary>9 a + b, where b may be p.</summary>
    [SkipLocalsInit]
    public static void TimesNinePlus(in Fp a, in Fp b, out Fp sum)
    {
        ulong carry = 0;
        var r0 = AddCarry(a._l0 << 3, a._l0, ref carry);
        var r1 = AddCarry((a._l1 << 3) | (a._l0 >> 61), a._l1, ref carry);
        var r2 = AddCarry((a._l2 << 3) | (a._l1 >> 61), a._l2, ref carry);
        var r3 = AddCarry((a._l3 << 3) | (a._l2 >> 61), a._l3, ref carry);
        var r4 = (a._l3 >> 61) + carry;
        carry = 0;
        r0 = AddCarry(r0, b._l0, ref carry);
        r1 = AddCarry(r1, b._l1, ref carry);
        r2 = AddCarry(r2, b._l2, ref carry);
        r3 = AddCarry(r3, b._l3, ref carry);
        r4 += carry;

        // The quotient by p, which is at most 9, from the highest bits with both roundings downwards: by at most 1 too small.
        const int Dropped = 34; // bits of the highest limb that do not count
        const int Precision = 36;
        const ulong Reciprocal = (1UL << Precision) / ((P3 >> Dropped) + 1);
        var quotient = (((r4 << (64 - Dropped)) | (r3 >> Dropped)) * Reciprocal) >> Precision;
        ulong borrow = 0;
        ulong high = 0;
        r0 = SubtractBorrow(r0, MultiplyAdd(P0, quotient, 0, ref high), ref borrow);
        r1 = SubtractBorrow(r1, MultiplyAdd(P1, quotient, 0, ref high), ref borrow);
        r2 = SubtractBorrow(r2, MultiplyAdd(P2, quotient, 0, ref high), ref borrow);
        r3 = r3 - MultiplyAdd(P3, quotient, 0, ref high) - borrow;
        Reduce(r0, r1, r2, r3, out sum);
    }

    public Fp Power(in UInt256 exponent)
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

    /// <summary>Takes the prime off if the number, below twice the prime, is not below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce(ulong r0, ulong r1, ulong r2, ulong r3, out Fp reduced)
    {
        ulong borrow = 0;
        var s0 = SubtractBorrow(r0, P0, ref borrow);
        var s1 = SubtractBorrow(r1, P1, ref borrow);
        var s2 = SubtractBorrow(r2, P2, ref borrow);
        var s3 = SubtractBorrow(r3, P3, ref borrow);
        var keep = borrow != 0;
        reduced = new Fp(keep ? r0 : s0, keep ? r1 : s1, keep ? r2 : s2, keep ? r3 : s3);
    }
}
