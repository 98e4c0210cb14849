using System.Numerics;
using System.Runtime.CompilerServices;
using static PoaSidechain.Primitives.WordArithmetic;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <content>
/// The inverse by division steps (Bernstein and Yang 2019, "Fast constant-time gcd computation and modular inversion"), 62 at a time on the lowest
/// words only, and several of them at once where that is possible; the numbers themselves are then multiplied by the matrix of the steps.
/// </content>
internal readonly partial struct Fp
{
    private const int Steps = 62;
    private const ulong LimbMask = (1UL << Steps) - 1;
    private const ulong InverseOfP = unchecked(0 - NegativeInverse); // modulo 2^64

    /// <summary>1 / x; 0 for 0.</summary>
    public Fp Inverse()
    {
        // Always f = d x and g = e x modulo p; f is odd.
        var f = Wide.From(P0, P1, P2, P3);
        var g = Wide.From(_l0, _l1, _l2, _l3);
        var d = default(Wide);
        var e = new Wide { L0 = 1 };
        long eta = -1;
        while (!g.IsZero)
        {
            var matrix = DivisionSteps(ref eta, (ulong)f.L0 | ((ulong)f.L1 << Steps), (ulong)g.L0 | ((ulong)g.L1 << Steps));
            Transform(matrix, ref d, ref e);
            Divide(matrix, ref f, ref g);
        }

        // Now f is 1 or -1, or p if x is 0; d is above -2p and below p.
        var inverse = d.ToFp();
        Multiply(f.L4 < 0 ? -inverse : inverse, RadixCubed, out inverse);
        return inverse;
    }

    /// <summary>62 division steps; the matrix that takes (f, g) to 2^62 times what they make of it.</summary>
    private static Matrix DivisionSteps(ref long eta, ulong f, ulong g)
    {
        ulong u = 1, v = 0, q = 0, r = 1;
        var left = Steps;
        while (true)
        {
            // Halve g as long as it is even; doubling the row of f is the same to the matrix.
            var zeros = BitOperations.TrailingZeroCount(g | (ulong.MaxValue << left));
            g >>= zeros;
            u <<= zeros;
            v <<= zeros;
            eta -= zeros;
            left -= zeros;
            if (left == 0)
            {
                return new Matrix((long)u, (long)v, (long)q, (long)r);
            }

            if (eta < 0)
            {
                eta = -eta;
                (f, g) = (g, 0 - f);
                (u, q) = (q, 0 - u);
                (v, r) = (r, 0 - v);
            }

            // Add the multiple of f that makes as many low bits of g zero as there are steps before the next exchange, at most 6: f (f² - 2) is
            // -1 / f modulo 64.
            var limit = Math.Min((int)Math.Min(eta + 1, left), 6);
            var w = (f * g * ((f * f) - 2)) & ((1UL << limit) - 1);
            g += f * w;
            q += u * w;
            r += v * w;
        }
    }

    /// <summary>(f, g) times the matrix, divided by 2^62, which goes without rest.</summary>
    [SkipLocalsInit]
    private static void Divide(in Matrix m, ref Wide f, ref Wide g)
    {
        var a = default(Accumulator);
        var b = default(Accumulator);
        a.Add(m.U, f.L0, m.V, g.L0);
        b.Add(m.Q, f.L0, m.R, g.L0);
        a.Shift();
        b.Shift();
        Column(m, f.L1, g.L1, ref a, ref b, out f.L0, out g.L0);
        Column(m, f.L2, g.L2, ref a, ref b, out f.L1, out g.L1);
        Column(m, f.L3, g.L3, ref a, ref b, out f.L2, out g.L2);
        Column(m, f.L4, g.L4, ref a, ref b, out f.L3, out g.L3);
        f.L4 = (long)a.Low;
        g.L4 = (long)b.Low;
    }

    /// <summary>The same modulo p: multiples of p are added that make the numbers divisible.</summary>
    [SkipLocalsInit]
    private static void Transform(in Matrix m, ref Wide d, ref Wide e)
    {
        // First p for each that is below zero, so that they stay above -2p and below p.
        var signD = d.L4 >> 63;
        var signE = e.L4 >> 63;
        var timesA = (m.U & signD) + (m.V & signE);
        var timesB = (m.Q & signD) + (m.R & signE);

        var a = default(Accumulator);
        var b = default(Accumulator);
        a.Add(m.U, d.L0, m.V, e.L0);
        b.Add(m.Q, d.L0, m.R, e.L0);
        timesA -= (long)(((InverseOfP * a.Low) + (ulong)timesA) & LimbMask);
        timesB -= (long)(((InverseOfP * b.Low) + (ulong)timesB) & LimbMask);
        a.Add(timesA, (long)(P0 & LimbMask));
        b.Add(timesB, (long)(P0 & LimbMask));
        a.Shift();
        b.Shift();
        a.Add(timesA, (long)(((P0 >> 62) | (P1 << 2)) & LimbMask));
        b.Add(timesB, (long)(((P0 >> 62) | (P1 << 2)) & LimbMask));
        Column(m, d.L1, e.L1, ref a, ref b, out d.L0, out e.L0);
        a.Add(timesA, (long)(((P1 >> 60) | (P2 << 4)) & LimbMask));
        b.Add(timesB, (long)(((P1 >> 60) | (P2 << 4)) & LimbMask));
        Column(m, d.L2, e.L2, ref a, ref b, out d.L1, out e.L1);
        a.Add(timesA, (long)(((P2 >> 58) | (P3 << 6)) & LimbMask));
        b.Add(timesB, (long)(((P2 >> 58) | (P3 << 6)) & LimbMask));
        Column(m, d.L3, e.L3, ref a, ref b, out d.L2, out e.L2);
        a.Add(timesA, (long)(P3 >> 56));
        b.Add(timesB, (long)(P3 >> 56));
        Column(m, d.L4, e.L4, ref a, ref b, out d.L3, out e.L3);
        d.L4 = (long)a.Low;
        e.L4 = (long)b.Low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column(in Matrix m, long x, long y, ref Accumulator a, ref Accumulator b, out long limbA, out long limbB)
    {
        a.Add(m.U, x, m.V, y);
        b.Add(m.Q, x, m.R, y);
        limbA = (long)(a.Low & LimbMask);
        limbB = (long)(b.Low & LimbMask);
        a.Shift();
        b.Shift();
    }

    private readonly record struct Matrix(long U, long V, long Q, long R);

    /// <summary>A signed number of 128 bits.</summary>
    private struct Accumulator
    {
        private long _high;

        public ulong Low;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(long a, long b)
        {
            var low = (ulong)(a * b);
            var high = (long)MultiplyHigh((ulong)a, (ulong)b) - ((a >> 63) & b) - ((b >> 63) & a);
            Low += low;
            _high += high + (Low < low ? 1 : 0);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(long a, long b, long c, long d)
        {
            Add(a, b);
            Add(c, d);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Shift()
        {
            Low = (Low >> Steps) | ((ulong)_high << (64 - Steps));
            _high >>= Steps;
        }
    }

    /// <summary>A signed number in limbs of 62 bits, of which only the highest has a sign.</summary>
    private struct Wide
    {
        public long L0;
        public long L1;
        public long L2;
        public long L3;
        public long L4;

        public readonly bool IsZero => (L0 | L1 | L2 | L3 | L4) == 0;

        public static Wide From(ulong l0, ulong l1, ulong l2, ulong l3) => new()
        {
            L0 = (long)(l0 & LimbMask),
            L1 = (long)(((l0 >> 62) | (l1 << 2)) & LimbMask),
            L2 = (long)(((l1 >> 60) | (l2 << 4)) & LimbMask),
            L3 = (long)(((l2 >> 58) | (l3 << 6)) & LimbMask),
            L4 = (long)(l3 >> 56),
        };

        /// <summary>The number modulo p, if it is above -2p and below p; taken as it is for Montgomery's form.</summary>
        public readonly Fp ToFp()
        {
            // Modulo 2^256 twice the prime is added to what is below zero.
            var sign = (ulong)(L4 >> 63);
            ulong carry = 0;
            var r0 = AddCarry((ulong)L0 | ((ulong)L1 << 62), (P0 << 1) & sign, ref carry);
            var r1 = AddCarry(((ulong)L1 >> 2) | ((ulong)L2 << 60), ((P1 << 1) | (P0 >> 63)) & sign, ref carry);
            var r2 = AddCarry(((ulong)L2 >> 4) | ((ulong)L3 << 58), ((P2 << 1) | (P1 >> 63)) & sign, ref carry);
            var r3 = (((ulong)L3 >> 6) | ((ulong)L4 << 56)) + (((P3 << 1) | (P2 >> 63)) & sign) + carry;
            Reduce(r0, r1, r2, r3, out var reduced);
            return reduced;
        }
    }
}
