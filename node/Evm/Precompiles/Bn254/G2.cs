using PoaSidechain.Primitives;
using Fp = PoaSidechain.Evm.Precompiles.Fields.Montgomery<PoaSidechain.Evm.Precompiles.Bn254.Bn254Prime>;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>A point of the twist y² = x³ + 3 / (9 + u) over Fp2, in homogeneous coordinates (x = X / Z, y = Y / Z); Z = 0 is the point at infinity.</summary>
/// <remarks>Adding and doubling give the line through the points too: that is what Miller's loop wants of them.</remarks>
internal readonly struct G2(Fp2 x, Fp2 y, Fp2 z)
{
    /// <summary>Length of the encoding: four big-endian words, imaginary parts first (EIP-197).</summary>
    public const int Size = 128;

    /// <summary>Order of the group divides what this multiplies to: trace of Frobenius minus 1, 6 t² for the curve's parameter t.</summary>
    private static readonly UInt256 TraceMinusOne = UInt256.Parse("0x6f4d8248eeb859fbf83e9682e87cfd46");

    private static readonly Fp2 B = new Fp2(Fp.From(3), Fp.Zero) * Fp2.Xi.Inverse();
    private static readonly Fp2 FrobeniusX = Fp2.Xi.Power((Fp.Modulus - UInt256.One) / 3UL);
    private static readonly Fp2 FrobeniusY = Fp2.Xi.Power((Fp.Modulus - UInt256.One) / 2UL);

    private readonly Fp2 _x = x;
    private readonly Fp2 _y = y;
    private readonly Fp2 _z = z;

    public bool IsInfinity => _z.IsZero;

    /// <summary>Reads a point; false when a coordinate is not reduced, or the point not on the curve or not in the group. Zeros are infinity.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out G2 point)
    {
        point = default;
        if (!TryReadFp2(bytes, out var x) || !TryReadFp2(bytes[64..], out var y))
        {
            return false;
        }

        if (x.IsZero && y.IsZero)
        {
            return true;
        }

        point = new G2(x, y, Fp2.One);
        return y.Squared() == (x.Squared() * x) + B && point.IsInGroup();
    }

    /// <summary>The image under Frobenius, for an affine point (Z = 1).</summary>
    public G2 Frobenius() => new(_x.Conjugate() * FrobeniusX, _y.Conjugate() * FrobeniusY, Fp2.One);

    public G2 Negated() => new(_x, -_y, _z);

    /// <summary>Twice the point; gives the tangent as b (times x of the other point), c, and a (times y).</summary>
    public G2 Doubled(out Fp2 a, out Fp2 b, out Fp2 c)
    {
        // Costello, Lange, Naehrig 2010.
        var xy = (_x * _y).Halved();
        var yy = _y.Squared();
        var zz = _z.Squared();
        var e = B * (zz.Doubled() + zz);
        var f = e.Doubled() + e;
        var g = (yy + f).Halved();
        var h = (_y + _z).Squared() - yy - zz;
        var xx = _x.Squared();
        var ee = e.Squared();
        a = h;
        b = -(xx.Doubled() + xx);
        c = yy - e;
        return new(xy * (yy - f), g.Squared() - (ee.Doubled() + ee), yy * h);
    }

    /// <summary>The sum with an affine point other than itself and its negative; gives the line as <see cref="Doubled"/> does.</summary>
    public G2 Plus(in G2 affine, out Fp2 a, out Fp2 b, out Fp2 c)
    {
        var theta = _y - (affine._y * _z);
        var lambda = _x - (affine._x * _z);
        a = lambda;
        b = -theta;
        c = (theta * affine._x) - (lambda * affine._y);
        var d = lambda.Squared();
        var e = lambda * d;
        var f = _z * theta.Squared();
        var g = _x * d;
        var h = e + f - g.Doubled();
        return new(lambda * h, (theta * (g - h)) - (e * _y), _z * e);
    }

    /// <summary>
    /// Frobenius F satisfies F² - t F + p = 0 on the whole twist. If F(Q) = (t - 1) Q, then ((t - 1)² - t (t - 1) + p) Q = (p + 1 - t) Q = r Q = 0;
    /// and in the group of order r, F is multiplication by p, which is t - 1 modulo r.
    /// </summary>
    private bool IsInGroup()
    {
        var multiple = this;
        for (var i = TraceMinusOne.BitLength - 2; i >= 0; i--)
        {
            multiple = multiple.Doubled(out _, out _, out _);
            if (TraceMinusOne.Bit(i))
            {
                if (multiple.IsInfinity || multiple.HasAbscissaOf(this))
                {
                    return false; // of an order too small to be in the group
                }

                multiple = multiple.Plus(this, out _, out _, out _);
            }
        }

        var image = Frobenius();
        return !multiple.IsInfinity && multiple._x == image._x * multiple._z && multiple._y == image._y * multiple._z;
    }

    private bool HasAbscissaOf(in G2 affine) => _x == affine._x * _z;

    private static bool TryReadFp2(ReadOnlySpan<byte> bytes, out Fp2 element)
    {
        var ok = Fp.TryFrom(UInt256.FromBigEndian(bytes[..32]), out var imaginary);
        ok &= Fp.TryFrom(UInt256.FromBigEndian(bytes[32..64]), out var real);
        element = new Fp2(real, imaginary);
        return ok;
    }
}
