using System.Runtime.CompilerServices;
using static PoaSidechain.Primitives.WordArithmetic;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <content>
/// Products, with the reduction interleaved limb by limb (Koç, Acar, Kaliski 1996: CIOS). The prime is below 2^256 / 5, so that no fifth limb is
/// needed: two factors up to 2p, or two products of factors up to p, leave a row's interim result below 3p, and the end's below 2p.
/// </content>
internal readonly partial struct Fp
{
    /// <summary>a * b.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // thousands of calls in the first pairing: not through unoptimised code
    public static void Multiply(in Fp a, in Fp b, out Fp product)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0;
        Row(a, b._l0, ref t0, ref t1, ref t2, ref t3);
        Row(a, b._l1, ref t0, ref t1, ref t2, ref t3);
        Row(a, b._l2, ref t0, ref t1, ref t2, ref t3);
        Row(a, b._l3, ref t0, ref t1, ref t2, ref t3);
        Reduce(t0, t1, t2, t3, out product);
    }

    /// <summary>a * b + c * d.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumOfProducts(in Fp a, in Fp b, in Fp c, in Fp d, out Fp sum)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0;
        Row(a, b._l0, c, d._l0, ref t0, ref t1, ref t2, ref t3);
        Row(a, b._l1, c, d._l1, ref t0, ref t1, ref t2, ref t3);
        Row(a, b._l2, c, d._l2, ref t0, ref t1, ref t2, ref t3);
        Row(a, b._l3, c, d._l3, ref t0, ref t1, ref t2, ref t3);
        Reduce(t0, t1, t2, t3, out sum);
    }

    /// <summary>p - a, which is p itself for 0: to be multiplied with only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NegateLazily(in Fp a, out Fp negative)
    {
        ulong borrow = 0;
        var r0 = SubtractBorrow(P0, a._l0, ref borrow);
        var r1 = SubtractBorrow(P1, a._l1, ref borrow);
        var r2 = SubtractBorrow(P2, a._l2, ref borrow);
        negative = new Fp(r0, r1, r2, P3 - a._l3 - borrow);
    }

    /// <summary>a + b below 2p: to be multiplied with only, by <see cref="Multiply"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddLazily(in Fp a, in Fp b, out Fp sum)
    {
        ulong carry = 0;
        var r0 = AddCarry(a._l0, b._l0, ref carry);
        var r1 = AddCarry(a._l1, b._l1, ref carry);
        var r2 = AddCarry(a._l2, b._l2, ref carry);
        sum = new Fp(r0, r1, r2, a._l3 + b._l3 + carry);
    }

    /// <summary>t = (t + a * b + m * p) / 2^64 with the m that makes it divisible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(in Fp a, ulong b, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3)
    {
        ulong carry = 0;
        var s0 = MultiplyAdd(a._l0, b, t0, ref carry);
        var s1 = MultiplyAdd(a._l1, b, t1, ref carry);
        var s2 = MultiplyAdd(a._l2, b, t2, ref carry);
        var s3 = MultiplyAdd(a._l3, b, t3, ref carry);
        ReduceRow(s0, s1, s2, s3, carry, out t0, out t1, out t2, out t3);
    }

    /// <summary>t = (t + a * b + c * d + m * p) / 2^64 with the m that makes it divisible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(in Fp a, ulong b, in Fp c, ulong d, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3)
    {
        ulong carry = 0;
        var s0 = MultiplyAdd(a._l0, b, t0, ref carry);
        var s1 = MultiplyAdd(a._l1, b, t1, ref carry);
        var s2 = MultiplyAdd(a._l2, b, t2, ref carry);
        var s3 = MultiplyAdd(a._l3, b, t3, ref carry);
        ulong second = 0;
        s0 = MultiplyAdd(c._l0, d, s0, ref second);
        s1 = MultiplyAdd(c._l1, d, s1, ref second);
        s2 = MultiplyAdd(c._l2, d, s2, ref second);
        s3 = MultiplyAdd(c._l3, d, s3, ref second);
        ReduceRow(s0, s1, s2, s3, carry + second, out t0, out t1, out t2, out t3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceRow(ulong s0, ulong s1, ulong s2, ulong s3, ulong s4, out ulong t0, out ulong t1, out ulong t2, out ulong t3)
    {
        var m = s0 * NegativeInverse;
        var carry = MultiplyHigh(m, P0) + (s0 != 0 ? 1UL : 0); // the low half is -s0
        t0 = MultiplyAdd(m, P1, s1, ref carry);
        t1 = MultiplyAdd(m, P2, s2, ref carry);
        t2 = MultiplyAdd(m, P3, s3, ref carry);
        t3 = s4 + carry;
    }
}
