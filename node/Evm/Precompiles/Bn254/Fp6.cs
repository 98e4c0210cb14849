namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>An element a + b v + c v² over Fp2, v³ = 9 + u.</summary>
internal readonly record struct Fp6(Fp2 A, Fp2 B, Fp2 C)
{
    public static Fp6 Zero => default;

    public static Fp6 One { get; } = new(Fp2.One, Fp2.Zero, Fp2.Zero);

    /// <summary>Times v.</summary>
    public Fp6 TimesV() => new(C.TimesXi(), A, B);

    public Fp6 Inverse()
    {
        // The usual cofactors of the norm of a cubic extension.
        var t0 = A.Squared() - (B * C).TimesXi();
        var t1 = C.Squared().TimesXi() - (A * B);
        var t2 = B.Squared() - (A * C);
        var inverseNorm = ((A * t0) + ((C * t1) + (B * t2)).TimesXi()).Inverse();
        return new(t0 * inverseNorm, t1 * inverseNorm, t2 * inverseNorm);
    }

    /// <summary>Times b + c v: a line has only these two.</summary>
    public Fp6 TimesSparse(in Fp2 b, in Fp2 c)
    {
        var ab = A * b;
        var bc = B * c;
        return new(
            ab + (C * c).TimesXi(),
            ((A + B) * (b + c)) - ab - bc,
            bc + (C * b));
    }

    public static Fp6 operator +(in Fp6 x, in Fp6 y) => new(x.A + y.A, x.B + y.B, x.C + y.C);

    public static Fp6 operator -(in Fp6 x, in Fp6 y) => new(x.A - y.A, x.B - y.B, x.C - y.C);

    public static Fp6 operator -(in Fp6 x) => new(-x.A, -x.B, -x.C);

    public static Fp6 operator *(in Fp6 x, in Fp6 y)
    {
        var aa = x.A * y.A;
        var bb = x.B * y.B;
        var cc = x.C * y.C;
        return new(
            aa + (((x.B + x.C) * (y.B + y.C)) - bb - cc).TimesXi(),
            ((x.A + x.B) * (y.A + y.B)) - aa - bb + cc.TimesXi(),
            ((x.A + x.C) * (y.A + y.C)) - aa - cc + bb);
    }
}
