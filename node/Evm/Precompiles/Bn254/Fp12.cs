using System.Runtime.CompilerServices;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>An element a + b w over Fp6, w² = v: where pairings have their values.</summary>
[SkipLocalsInit]
internal partial record struct Fp12(Fp6 A, Fp6 B)
{
    /// <summary>(9 + u)^(k (p - 1) / 6) for k = 1 to 5: what the Frobenius map multiplies the powers of w by.</summary>
    private static readonly Fp2[] FrobeniusFactors = MakeFrobeniusFactors();

    public Fp6 A = A;
    public Fp6 B = B;

    public static Fp12 One { get; } = new(Fp6.One, Fp6.Zero);

    public readonly bool IsOne => this == One;

    public static void Multiply(in Fp12 x, in Fp12 y, out Fp12 product)
    {
        Fp6.Multiply(x.A, y.A, out var aa);
        Fp6.Multiply(x.B, y.B, out var bb);
        Fp6.Add(x.A, x.B, out var left);
        Fp6.Add(y.A, y.B, out var right);
        Fp6.Multiply(left, right, out left);
        Fp6.Subtract(left, aa, out left);
        Fp6.Subtract(left, bb, out product.B);
        Fp6.AddTimesV(aa, bb, out product.A);
    }

    public static void Square(in Fp12 x, out Fp12 square)
    {
        // (a + b) (a + b v) is a² + b² v and a b (1 + v).
        Fp6.Add(x.A, x.B, out var sum);
        Fp6.AddTimesV(x.A, x.B, out var other);
        Fp6.Multiply(x.A, x.B, out var product);
        Fp6.Multiply(sum, other, out sum);
        Fp6.AddTimesV(product, product, out other);
        Fp6.Subtract(sum, other, out square.A);
        Fp6.Add(product, product, out square.B);
    }

    /// <summary>Times a + (b + c v) w: the value of a line at a point.</summary>
    public static void MultiplyByLine(in Fp12 x, in Fp2 a, in Fp2 b, in Fp2 c, out Fp12 product)
    {
        Fp2.Multiply(x.A.A, a, out var aa);
        Fp2.Multiply(x.A.B, a, out var ba);
        Fp2.Multiply(x.A.C, a, out var ca);
        var left = new Fp6(aa, ba, ca);
        Fp6.MultiplySparse(x.B, b, c, out var right);
        Fp6.Add(x.A, x.B, out var cross);
        Fp2.Add(a, b, out var ab);
        Fp6.MultiplySparse(cross, ab, c, out cross);
        Fp6.Subtract(cross, left, out cross);
        Fp6.Subtract(cross, right, out product.B);
        Fp6.AddTimesV(left, right, out product.A);
    }

    /// <summary>The inverse, for elements of norm 1 over Fp6: everything after the first step of the final exponentiation.</summary>
    public readonly Fp12 Conjugate() => new(A, -B);

    public readonly Fp12 Squared()
    {
        Square(this, out var square);
        return square;
    }

    public readonly Fp12 Inverse()
    {
        var inverseNorm = ((A * A) - (B * B).TimesV()).Inverse();
        return new(A * inverseNorm, -(B * inverseNorm));
    }

    /// <summary>To the power of p.</summary>
    public readonly Fp12 Frobenius() => new(
        new(A.A.Conjugate(), A.B.Conjugate() * FrobeniusFactors[1], A.C.Conjugate() * FrobeniusFactors[3]),
        new(B.A.Conjugate() * FrobeniusFactors[0], B.B.Conjugate() * FrobeniusFactors[2], B.C.Conjugate() * FrobeniusFactors[4]));

    public static Fp12 operator *(in Fp12 x, in Fp12 y)
    {
        Multiply(x, y, out var product);
        return product;
    }

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
