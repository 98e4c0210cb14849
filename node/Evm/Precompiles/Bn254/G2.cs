using System.Runtime.CompilerServices;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>A point of the twist y² = x³ + 3 / (9 + u) over Fp2, in homogeneous coordinates (x = X / Z, y = Y / Z); Z = 0 is the point at infinity.</summary>
/// <remarks>Adding and doubling give the line through the points too: that is what Miller's loop wants of them.</remarks>
[SkipLocalsInit]
internal struct G2(in Fp2 x, in Fp2 y, in Fp2 z)
{
    /// <summary>Length of the encoding: four big-endian words, imaginary parts first (EIP-197).</summary>
    public const int Size = 128;

    private static readonly Fp2 B = new Fp2(Fp.From(3), Fp.Zero) * Fp2.Xi.Inverse();
    private static readonly Fp2 ThreeB = B.Doubled() + B;
    private static readonly Fp2 FrobeniusX = Fp2.Xi.Power((Fp.Modulus - UInt256.One) / 3UL);
    private static readonly Fp2 FrobeniusY = Fp2.Xi.Power((Fp.Modulus - UInt256.One) / 2UL);

    private Fp2 _x = x;
    private Fp2 _y = y;
    private Fp2 _z = z;

    public readonly bool IsInfinity => _z.IsZero;

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

    /// <summary>The image under Frobenius.</summary>
    public readonly G2 Frobenius() => new(_x.Conjugate() * FrobeniusX, _y.Conjugate() * FrobeniusY, _z.Conjugate());

    public readonly G2 Negated() => new(_x, -_y, _z);

    /// <summary>Doubles the point; gives the tangent as b (times -x of the other point), c, and a (times y).</summary>
    public static void Double(ref G2 p, out Fp2 a, out Fp2 b, out Fp2 c)
    {
        // Costello, Lange, Naehrig 2010.
        Fp2.Multiply(p._x, p._y, out var xy);
        Fp2.Halve(xy, out xy);
        Fp2.Square(p._y, out var yy);
        Fp2.Square(p._z, out var zz);
        Fp2.Multiply(zz, ThreeB, out var e);
        Fp2.Double(e, out var f);
        Fp2.Add(f, e, out f);
        Fp2.Add(yy, f, out var g);
        Fp2.Halve(g, out g);
        Fp2.Add(p._y, p._z, out a);
        Fp2.Square(a, out a);
        Fp2.Subtract(a, yy, out a);
        Fp2.Subtract(a, zz, out a);
        Fp2.Square(p._x, out var xx);
        Fp2.Double(xx, out b);
        Fp2.Add(b, xx, out b);
        Fp2.Subtract(yy, e, out c);

        Fp2.Subtract(yy, f, out f);
        Fp2.Multiply(xy, f, out p._x);
        Fp2.Multiply(yy, a, out p._z);
        Fp2.Square(g, out g);
        Fp2.Square(e, out e);
        Fp2.Subtract(g, e, out g);
        Fp2.Double(e, out e);
        Fp2.Subtract(g, e, out p._y);
    }

    /// <summary>Adds an affine point other than the point itself and its negative; gives the line as <see cref="Double"/> does.</summary>
    public static void Add(ref G2 p, in G2 affine, out Fp2 a, out Fp2 b, out Fp2 c)
    {
        Fp2.Multiply(affine._y, p._z, out var theta);
        Fp2.Subtract(p._y, theta, out theta);
        Fp2.Multiply(affine._x, p._z, out a);
        Fp2.Subtract(p._x, a, out a);
        b = theta;
        Fp2.Multiply(theta, affine._x, out c);
        Fp2.Multiply(a, affine._y, out var d);
        Fp2.Subtract(c, d, out c);

        Fp2.Square(a, out d);
        Fp2.Multiply(a, d, out var e);
        Fp2.Square(theta, out var f);
        Fp2.Multiply(p._z, f, out f);
        Fp2.Multiply(p._x, d, out var g);
        Fp2.Multiply(p._z, e, out p._z);
        Fp2.Add(e, f, out f);
        Fp2.Double(g, out d);
        Fp2.Subtract(f, d, out f);
        Fp2.Multiply(a, f, out p._x);
        Fp2.Subtract(g, f, out g);
        Fp2.Multiply(theta, g, out g);
        Fp2.Multiply(e, p._y, out e);
        Fp2.Subtract(g, e, out p._y);
    }

    /// <summary>
    /// For the curve's parameter t and Frobenius F: whether (t + 1) Q + F(t Q) + F²(t Q) = F³(2 t Q). In the group of order r, F multiplies by p, and
    /// t + 1 + t p + t p² - 2 t p³ is a multiple of r. Conversely F² - (trace) F + p = 0 on the whole twist, so that a point that satisfies both is
    /// of an order which divides their resultant; that and the order of the twist have only r in common (El Housni, Guillevic, Piellard 2022).
    /// </summary>
    /// <remarks>That the common divisor is r is a unit test's matter.</remarks>
    private readonly bool IsInGroup()
    {
        var multiple = this;
        var negative = Negated();
        foreach (var digit in Pairing.ParameterDigits[1..])
        {
            Double(ref multiple, out _, out _, out _);
            if (digit != 0 && !TryAdd(ref multiple, digit > 0 ? this : negative))
            {
                return false; // of an order too small to be in the group
            }
        }

        if (multiple.IsInfinity)
        {
            return false;
        }

        var affine = multiple.ToAffine();
        var image = affine.Frobenius();
        var image2 = image.Frobenius();
        var left = affine;
        var twice = image2.Frobenius();
        Double(ref twice, out _, out _, out _);
        return TryAdd(ref left, this) && TryAdd(ref left, image) && TryAdd(ref left, image2)
            && !left.IsInfinity && !twice.IsInfinity
            && left._x * twice._z == twice._x * left._z && left._y * twice._z == twice._y * left._z;
    }

    /// <summary>Adds an affine point; false when the points or their negatives are the same, or the sum so far is infinity.</summary>
    private static bool TryAdd(ref G2 p, in G2 affine)
    {
        if (p.IsInfinity || p._x == affine._x * p._z)
        {
            return false;
        }

        Add(ref p, affine, out _, out _, out _);
        return true;
    }

    private readonly G2 ToAffine()
    {
        var inverse = _z.Inverse();
        return new G2(_x * inverse, _y * inverse, Fp2.One);
    }

    private static bool TryReadFp2(ReadOnlySpan<byte> bytes, out Fp2 element)
    {
        var ok = Fp.TryFrom(UInt256.FromBigEndian(bytes[..32]), out var imaginary);
        ok &= Fp.TryFrom(UInt256.FromBigEndian(bytes[32..64]), out var real);
        element = new Fp2(real, imaginary);
        return ok;
    }
}
