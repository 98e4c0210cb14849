using Fp = PoaSidechain.Evm.Precompiles.Fields.Montgomery<PoaSidechain.Evm.Precompiles.Bn254.Bn254Prime>;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>An element a + b u of the quadratic extension, u² = -1.</summary>
internal readonly record struct Fp2(Fp A, Fp B)
{
    public static Fp2 Zero => default;

    public static Fp2 One { get; } = new(Fp.One, Fp.Zero);

    /// <summary>9 + u: no square and no cube, so that roots of it extend the field further.</summary>
    public static Fp2 Xi { get; } = new(Fp.From(9), Fp.One);

    public bool IsZero => A.IsZero && B.IsZero;

    public Fp2 Conjugate() => new(A, -B);

    public Fp2 Doubled() => new(A.Doubled(), B.Doubled());

    public Fp2 Halved() => new(A.Halved(), B.Halved());

    public Fp2 Squared()
    {
        var product = A * B;
        return new((A + B) * (A - B), product.Doubled());
    }

    /// <summary>Times 9 + u.</summary>
    public Fp2 TimesXi()
    {
        var nineA = A.Doubled().Doubled().Doubled() + A;
        var nineB = B.Doubled().Doubled().Doubled() + B;
        return new(nineA - B, nineB + A);
    }

    public Fp2 Inverse()
    {
        var inverseNorm = (A.Squared() + B.Squared()).Inverse();
        return new(A * inverseNorm, -B * inverseNorm);
    }

    public Fp2 Power(in Primitives.UInt256 exponent)
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

    public static Fp2 operator +(in Fp2 x, in Fp2 y) => new(x.A + y.A, x.B + y.B);

    public static Fp2 operator -(in Fp2 x, in Fp2 y) => new(x.A - y.A, x.B - y.B);

    public static Fp2 operator -(in Fp2 x) => new(-x.A, -x.B);

    public static Fp2 operator *(in Fp2 x, in Fp factor) => new(x.A * factor, x.B * factor);

    public static Fp2 operator *(in Fp2 x, in Fp2 y)
    {
        var aa = x.A * y.A;
        var bb = x.B * y.B;
        var cross = (x.A + x.B) * (y.A + y.B);
        return new(aa - bb, cross - aa - bb);
    }
}
