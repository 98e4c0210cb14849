using System.Runtime.CompilerServices;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>An element a + b v + c v² over Fp2, v³ = 9 + u.</summary>
[SkipLocalsInit]
internal record struct Fp6(Fp2 A, Fp2 B, Fp2 C)
{
    public Fp2 A = A;
    public Fp2 B = B;
    public Fp2 C = C;

    public static Fp6 Zero => default;

    public static Fp6 One { get; } = new(Fp2.One, Fp2.Zero, Fp2.Zero);

    public static void Add(in Fp6 x, in Fp6 y, out Fp6 sum)
    {
        Fp2.Add(x.A, y.A, out sum.A);
        Fp2.Add(x.B, y.B, out sum.B);
        Fp2.Add(x.C, y.C, out sum.C);
    }

    public static void Subtract(in Fp6 x, in Fp6 y, out Fp6 difference)
    {
        Fp2.Subtract(x.A, y.A, out difference.A);
        Fp2.Subtract(x.B, y.B, out difference.B);
        Fp2.Subtract(x.C, y.C, out difference.C);
    }

    /// <summary>x + y v.</summary>
    public static void AddTimesV(in Fp6 x, in Fp6 y, out Fp6 sum)
    {
        Fp2.MultiplyByXi(y.C, out var first);
        Fp2.Add(x.C, y.B, out sum.C);
        Fp2.Add(x.B, y.A, out sum.B);
        Fp2.Add(x.A, first, out sum.A);
    }

    /// <summary>Six products instead of nine (Karatsuba).</summary>
    public static void Multiply(in Fp6 x, in Fp6 y, out Fp6 product)
    {
        Fp2.Multiply(x.A, y.A, out var aa);
        Fp2.Multiply(x.B, y.B, out var bb);
        Fp2.Multiply(x.C, y.C, out var cc);
        MultiplySums(x.B, x.C, y.B, y.C, out var bc);
        MultiplySums(x.A, x.B, y.A, y.B, out var ab);
        MultiplySums(x.A, x.C, y.A, y.C, out var ac);

        Fp2.Subtract(bc, bb, out bc);
        Fp2.Subtract(bc, cc, out bc);
        Fp2.MultiplyByXi(bc, out bc);
        Fp2.Add(aa, bc, out product.A);

        Fp2.Subtract(ab, aa, out ab);
        Fp2.Subtract(ab, bb, out ab);
        Fp2.Subtract(ac, aa, out ac);
        Fp2.Subtract(ac, cc, out ac);
        Fp2.Add(ac, bb, out product.C);

        Fp2.MultiplyByXi(cc, out cc);
        Fp2.Add(ab, cc, out product.B);
    }

    /// <summary>Times b + c v: a line has only these two.</summary>
    public static void MultiplySparse(in Fp6 x, in Fp2 b, in Fp2 c, out Fp6 product)
    {
        Fp2.Multiply(x.A, b, out var ab);
        Fp2.Multiply(x.B, c, out var bc);
        Fp2.Multiply(x.C, b, out var cb);
        Fp2.Multiply(x.C, c, out var cc);
        MultiplySums(x.A, x.B, b, c, out var cross);

        Fp2.MultiplyByXi(cc, out cc);
        Fp2.Add(ab, cc, out product.A);
        Fp2.Subtract(cross, ab, out cross);
        Fp2.Subtract(cross, bc, out product.B);
        Fp2.Add(bc, cb, out product.C);
    }

    public readonly Fp6 TimesV() => new(C.TimesXi(), A, B);

    public readonly Fp6 Inverse()
    {
        // The usual cofactors of the norm of a cubic extension.
        var t0 = A.Squared() - (B * C).TimesXi();
        var t1 = C.Squared().TimesXi() - (A * B);
        var t2 = B.Squared() - (A * C);
        var inverseNorm = ((A * t0) + ((C * t1) + (B * t2)).TimesXi()).Inverse();
        return new(t0 * inverseNorm, t1 * inverseNorm, t2 * inverseNorm);
    }

    public static Fp6 operator -(in Fp6 x, in Fp6 y)
    {
        Subtract(x, y, out var difference);
        return difference;
    }

    public static Fp6 operator -(in Fp6 x) => new(-x.A, -x.B, -x.C);

    public static Fp6 operator *(in Fp6 x, in Fp6 y)
    {
        Multiply(x, y, out var product);
        return product;
    }

    /// <summary>(a + b) (c + d).</summary>
    private static void MultiplySums(in Fp2 a, in Fp2 b, in Fp2 c, in Fp2 d, out Fp2 product)
    {
        Fp2.Add(a, b, out var left);
        Fp2.Add(c, d, out var right);
        Fp2.Multiply(left, right, out product);
    }
}
