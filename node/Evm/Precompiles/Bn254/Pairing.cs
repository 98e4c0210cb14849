using Fp = PoaSidechain.Evm.Precompiles.Fields.Montgomery<PoaSidechain.Evm.Precompiles.Bn254.Bn254Prime>;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>The optimal ate pairing of BN254 (Vercauteren 2010), for products of several: one loop, one final exponentiation.</summary>
internal static class Pairing
{
    private const ulong Parameter = 4_965_661_367_192_848_881; // t of the curve's family, called x or u elsewhere

    /// <summary>6 t + 2 in signed binary digits, the leading 1 left out.</summary>
    private static readonly sbyte[] LoopDigits = MakeLoopDigits();

    /// <summary>True when the product of the pairings is 1. Pairs with a point at infinity count for 1.</summary>
    public static bool IsProductOne(ReadOnlySpan<(G1 P, G2 Q)> pairs)
    {
        Span<Pair> points = new Pair[pairs.Length];
        var count = 0;
        foreach (ref readonly var pair in pairs)
        {
            if (!pair.P.IsInfinity && !pair.Q.IsInfinity)
            {
                points[count++] = new Pair(pair.P, pair.Q);
            }
        }

        return count == 0 || FinalExponentiation(MillerLoop(points[..count])).IsOne;
    }

    private static Fp12 MillerLoop(Span<Pair> pairs)
    {
        var f = Fp12.One;
        foreach (var digit in LoopDigits)
        {
            f = f.Squared();
            foreach (ref var pair in pairs)
            {
                pair.Double(ref f);
                if (digit != 0)
                {
                    pair.Add(ref f, digit > 0 ? pair.Q : pair.Q.Negated());
                }
            }
        }

        foreach (ref var pair in pairs)
        {
            var image = pair.Q.Frobenius();
            pair.Add(ref f, image);
            pair.Add(ref f, image.Frobenius().Negated());
        }

        return f;
    }

    /// <summary>To the power of (p¹² - 1) / r: first p⁶ - 1 and p² + 1, then the rest by the chain of Scott et al. 2009.</summary>
    private static Fp12 FinalExponentiation(in Fp12 f)
    {
        var easy = f.Conjugate() * f.Inverse();
        easy = easy.Frobenius().Frobenius() * easy;

        var ft = easy.CyclotomicPower(Parameter);
        var ft2 = ft.CyclotomicPower(Parameter);
        var ft3 = ft2.CyclotomicPower(Parameter);
        var fp = easy.Frobenius();
        var fp2 = fp.Frobenius();
        var ft2p = ft2.Frobenius();
        var y0 = fp * fp2 * fp2.Frobenius();
        var y1 = easy.Conjugate();
        var y2 = ft2p.Frobenius();
        var y3 = ft.Frobenius().Conjugate();
        var y4 = (ft * ft2p).Conjugate();
        var y5 = ft2.Conjugate();
        var y6 = (ft3 * ft3.Frobenius()).Conjugate();

        // y0 y1² y2⁶ y3¹² y4¹⁸ y5³⁰ y6³⁶
        var t0 = y6.CyclotomicSquared() * y4 * y5;
        var t1 = y3 * y5 * t0;
        t0 *= y2;
        t1 = (t1.CyclotomicSquared() * t0).CyclotomicSquared();
        t0 = (t1 * y1).CyclotomicSquared();
        return t0 * (t1 * y0);
    }

    private static sbyte[] MakeLoopDigits()
    {
        var rest = (6 * (Int128)Parameter) + 2;
        var digits = new List<sbyte>();
        for (; rest != 0; rest >>= 1)
        {
            var digit = (rest & 1) == 0 ? 0 : 2 - (int)(rest & 3);
            rest -= digit;
            digits.Add((sbyte)digit);
        }

        digits.RemoveAt(digits.Count - 1);
        digits.Reverse();
        return [.. digits];
    }

    /// <summary>A pair of points on its way through the loop.</summary>
    private struct Pair
    {
        private readonly Fp _x;
        private readonly Fp _y;
        private G2 _multiple;

        public Pair(in G1 p, in G2 q)
        {
            p.ToAffine(out _x, out _y);
            Q = q;
            _multiple = q;
        }

        public G2 Q { get; }

        public void Double(ref Fp12 f)
        {
            _multiple = _multiple.Doubled(out var a, out var b, out var c);
            Multiply(ref f, a, b, c);
        }

        public void Add(ref Fp12 f, in G2 affine)
        {
            _multiple = _multiple.Plus(affine, out var a, out var b, out var c);
            Multiply(ref f, a, b, c);
        }

        private readonly void Multiply(ref Fp12 f, in Fp2 a, in Fp2 b, in Fp2 c) => f = f.TimesLine(a * _y, b * _x, c);
    }
}
