using PoaSidechain.Primitives;
using Fp = PoaSidechain.Evm.Precompiles.Fields.Montgomery<PoaSidechain.Evm.Precompiles.Bn254.Bn254Prime>;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>An element a + b w over Fp6, w² = v: where pairings have their values.</summary>
internal readonly record struct Fp12(Fp6 A, Fp6 B)
{
    /// <summary>(9 + u)^(k (p - 1) / 6) for k = 1 to 5: what the Frobenius map multiplies the powers of w by.</summary>
    private static readonly Fp2[] FrobeniusFactors = MakeFrobeniusFactors();

    public static Fp12 One { get; } = new(Fp6.One, Fp6.Zero);

    public bool IsOne => this == One;

    /// <summary>The inverse, for elements of norm 1 over Fp6: everything after the first step of the final exponentiation.</summary>
    public Fp12 Conjugate() => new(A, -B);

    public Fp12 Squared()
    {
        var product = A * B;
        var a = ((A + B) * (A + B.TimesV())) - product - product.TimesV();
        return new(a, product + product);
    }

    public Fp12 Inverse()
    {
        var inverseNorm = ((A * A) - (B * B).TimesV()).Inverse();
        return new(A * inverseNorm, -(B * inverseNorm));
    }

    /// <summary>To the power of p.</summary>
    public Fp12 Frobenius() => new(
        new(A.A.Conjugate(), A.B.Conjugate() * FrobeniusFactors[1], A.C.Conjugate() * FrobeniusFactors[3]),
        new(B.A.Conjugate() * FrobeniusFactors[0], B.B.Conjugate() * FrobeniusFactors[2], B.C.Conjugate() * FrobeniusFactors[4]));

    /// <summary>Times a + (b + c v) w: the value of a line at a point.</summary>
    public Fp12 TimesLine(in Fp2 a, in Fp2 b, in Fp2 c)
    {
        var aa = new Fp6(A.A * a, A.B * a, A.C * a);
        var bb = B.TimesSparse(b, c);
        var cross = (A + B).TimesSparse(a + b, c) - aa - bb;
        return new(aa + bb.TimesV(), cross);
    }

    /// <summary>The square of an element whose order divides p⁴ - p² + 1 (Granger and Scott 2010): three squares in Fp4 instead of a product in Fp12.</summary>
    public Fp12 CyclotomicSquared()
    {
        SquareFp4(A.A, B.B, out var a0, out var a1);
        SquareFp4(B.A, A.C, out var b0, out var b1);
        SquareFp4(A.B, B.C, out var c0, out var c1);
        return new(
            new(Triple(a0) - A.A.Doubled(), Triple(b0) - A.B.Doubled(), Triple(c0) - A.C.Doubled()),
            new(Triple(c1.TimesXi()) + B.A.Doubled(), Triple(a1) + B.B.Doubled(), Triple(b1) + B.C.Doubled()));
    }

    /// <summary>A power of such an element.</summary>
    public Fp12 CyclotomicPower(ulong exponent)
    {
        var result = this;
        for (var i = 62 - System.Numerics.BitOperations.LeadingZeroCount(exponent); i >= 0; i--)
        {
            result = result.CyclotomicSquared();
            if (((exponent >> i) & 1) != 0)
            {
                result *= this;
            }
        }

        return result;
    }

    public static Fp12 operator *(in Fp12 x, in Fp12 y)
    {
        var aa = x.A * y.A;
        var bb = x.B * y.B;
        return new(aa + bb.TimesV(), ((x.A + x.B) * (y.A + y.B)) - aa - bb);
    }

    /// <summary>(x + y s)² with s² = 9 + u.</summary>
    private static void SquareFp4(in Fp2 x, in Fp2 y, out Fp2 even, out Fp2 odd)
    {
        var xx = x.Squared();
        var yy = y.Squared();
        even = xx + yy.TimesXi();
        odd = (x + y).Squared() - xx - yy;
    }

    private static Fp2 Triple(in Fp2 x) => x.Doubled() + x;

    private static Fp2[] MakeFrobeniusFactors()
    {
        var factors = new Fp2[5];
        var first = Fp2.Xi.Power((Fp.Modulus - UInt256.One) / 6UL);
        factors[0] = first;
        for (var i = 1; i < factors.Length; i++)
        {
            factors[i] = factors[i - 1] * first;
        }

        return factors;
    }
}
