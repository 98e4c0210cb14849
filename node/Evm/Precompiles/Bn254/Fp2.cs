using System.Runtime.CompilerServices;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>An element a + b u of the quadratic extension, u² = -1.</summary>
/// <remarks>As in all towers of the field: an argument may be the result of an out argument too.</remarks>
[SkipLocalsInit]
internal record struct Fp2(Fp A, Fp B)
{
    public Fp A = A;
    public Fp B = B;

    public static Fp2 Zero => default;

    public static Fp2 One { get; } = new(Fp.One, Fp.Zero);

    /// <summary>9 + u: no square and no cube, so that roots of it extend the field further.</summary>
    public static Fp2 Xi { get; } = new(Fp.From(9), Fp.One);

    public readonly bool IsZero => A.IsZero && B.IsZero;

    public static void Add(in Fp2 x, in Fp2 y, out Fp2 sum)
    {
        Fp.Add(x.A, y.A, out sum.A);
        Fp.Add(x.B, y.B, out sum.B);
    }

    public static void Subtract(in Fp2 x, in Fp2 y, out Fp2 difference)
    {
        Fp.Subtract(x.A, y.A, out difference.A);
        Fp.Subtract(x.B, y.B, out difference.B);
    }

    public static void Double(in Fp2 x, out Fp2 twice) => Add(x, x, out twice);

    public static void Halve(in Fp2 x, out Fp2 half)
    {
        Fp.Halve(x.A, out half.A);
        Fp.Halve(x.B, out half.B);
    }

    public static void Multiply(in Fp2 x, in Fp factor, out Fp2 product)
    {
        Fp.Multiply(x.A, factor, out product.A);
        Fp.Multiply(x.B, factor, out product.B);
    }

    public static void Multiply(in Fp2 x, in Fp2 y, out Fp2 product)
    {
        Fp.NegateLazily(y.B, out var minusB);
        Fp.SumOfProducts(x.A, y.A, x.B, minusB, out var real);
        Fp.SumOfProducts(x.A, y.B, x.B, y.A, out product.B);
        product.A = real;
    }

    /// <summary>(a + b) (a - b) + 2 a b u.</summary>
    public static void Square(in Fp2 x, out Fp2 square)
    {
        Fp.AddLazily(x.A, x.B, out var sum);
        Fp.NegateLazily(x.B, out var difference);
        Fp.AddLazily(x.A, difference, out difference);
        Fp.AddLazily(x.A, x.A, out var twice);
        Fp.Multiply(twice, x.B, out square.B);
        Fp.Multiply(sum, difference, out square.A);
    }

    /// <summary>Times 9 + u.</summary>
    public static void MultiplyByXi(in Fp2 x, out Fp2 product)
    {
        Fp.NegateLazily(x.B, out var minusB);
        Fp.TimesNinePlus(x.A, minusB, out var real);
        Fp.TimesNinePlus(x.B, x.A, out product.B);
        product.A = real;
    }

    public readonly Fp2 Conjugate() => new(A, -B);

    public readonly Fp2 Doubled() => this + this;

    public readonly Fp2 Squared()
    {
        Square(this, out var square);
        return square;
    }

    public readonly Fp2 TimesXi()
    {
        MultiplyByXi(this, out var product);
        return product;
    }

    public readonly Fp2 Inverse()
    {
        var inverseNorm = (A.Squared() + B.Squared()).Inverse();
        return new(A * inverseNorm, -B * inverseNorm);
    }

    public readonly Fp2 Power(in UInt256 exponent)
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

    public static Fp2 operator +(in Fp2 x, in Fp2 y)
    {
        Add(x, y, out var sum);
        return sum;
    }

    public static Fp2 operator -(in Fp2 x, in Fp2 y)
    {
        Subtract(x, y, out var difference);
        return difference;
    }

    public static Fp2 operator -(in Fp2 x) => new(-x.A, -x.B);

    public static Fp2 operator *(in Fp2 x, in Fp2 y)
    {
        Multiply(x, y, out var product);
        return product;
    }
}
