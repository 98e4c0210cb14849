using System.Runtime.CompilerServices;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>The optimal ate pairing of BN254 (Vercauteren 2010), for products of several: one loop, one final exponentiation.</summary>
internal static class Pairing
{
    private const ulong Parameter = 4_965_661_367_192_848_881; // t of the curve's family, called x or u elsewhere

    /// <summary>6 t + 2.</summary>
    private static readonly sbyte[] LoopDigits = SignedDigits.Of((6 * (UInt128)Parameter) + 2, width: 2);

    private static readonly sbyte[] PowerDigits = SignedDigits.Of(Parameter, Fp12.PowerWidth);

    /// <summary>The curve's parameter in signed binary digits, highest first.</summary>
    public static ReadOnlySpan<sbyte> ParameterDigits => BinaryDigits;

    private static readonly sbyte[] BinaryDigits = SignedDigits.Of(Parameter, width: 2);

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
        foreach (var digit in LoopDigits.AsSpan(1))
        {
            Fp12.Square(f, out f);
            foreach (ref var pair in pairs)
            {
                pair.Double(ref f);
                if (digit != 0)
                {
                    pair.Add(ref f, digit > 0 ? pair.Q : pair.MinusQ);
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

        var ft = easy.CyclotomicPower(PowerDigits);
        var ft2 = ft.CyclotomicPower(PowerDigits);
        var ft3 = ft2.CyclotomicPower(PowerDigits);
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

    /// <summary>A pair of points on its way through the loop.</summary>
    [SkipLocalsInit]
    private struct Pair
    {
        public readonly G2 Q;
        public readonly G2 MinusQ;
        private readonly Fp _minusX;
        private readonly Fp _y;
        private G2 _multiple;

        public Pair(in G1 p, in G2 q)
        {
            p.ToAffine(out var x, out _y);
            _minusX = -x;
            Q = q;
            MinusQ = q.Negated();
            _multiple = q;
        }

        public void Double(ref Fp12 f)
        {
            G2.Double(ref _multiple, out var a, out var b, out var c);
            Multiply(ref f, ref a, ref b, c);
        }

        public void Add(ref Fp12 f, in G2 affine)
        {
            G2.Add(ref _multiple, affine, out var a, out var b, out var c);
            Multiply(ref f, ref a, ref b, c);
        }

        private readonly void Multiply(ref Fp12 f, ref Fp2 a, ref Fp2 b, in Fp2 c)
        {
            Fp2.Multiply(a, _y, out a);
            Fp2.Multiply(b, _minusX, out b);
            Fp12.MultiplyByLine(f, a, b, c, out f);
        }
    }
}
