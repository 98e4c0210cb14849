using System.Runtime.CompilerServices;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>A point of y² = x³ + 3 over the prime field, in Jacobian coordinates (x = X / Z², y = Y / Z³); Z = 0 is the point at infinity.</summary>
[SkipLocalsInit]
internal partial struct G1(in Fp x, in Fp y, in Fp z)
{
    /// <summary>Length of the encoding: two big-endian words (EIP-196).</summary>
    public const int Size = 64;

    private static readonly Fp Three = Fp.From(3);

    private Fp _x = x;
    private Fp _y = y;
    private Fp _z = z;

    public readonly bool IsInfinity => _z.IsZero;

    /// <summary>Reads a point; false when a coordinate is not reduced or the point not on the curve. (0, 0) is infinity.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out G1 point)
    {
        point = default;
        if (!Fp.TryFrom(UInt256.FromBigEndian(bytes[..32]), out var x) || !Fp.TryFrom(UInt256.FromBigEndian(bytes[32..64]), out var y))
        {
            return false;
        }

        if (x.IsZero && y.IsZero)
        {
            return true;
        }

        point = new G1(x, y, Fp.One);
        return y.Squared() == (x.Squared() * x) + Three;
    }

    /// <summary>Writes the affine coordinates.</summary>
    public readonly void Write(Span<byte> bytes)
    {
        ToAffine(out var x, out var y);
        x.ToUInt256().WriteBigEndian(bytes);
        y.ToUInt256().WriteBigEndian(bytes[32..]);
    }

    /// <summary>The affine coordinates; (0, 0) for infinity.</summary>
    public readonly void ToAffine(out Fp x, out Fp y)
    {
        var inverse = _z == Fp.One || IsInfinity ? _z : _z.Inverse();
        var squared = inverse.Squared();
        x = _x * squared;
        y = _y * squared * inverse;
    }

    public readonly G1 Negated() => new(_x, -_y, _z);

    public readonly G1 Doubled()
    {
        Double(this, out var twice);
        return twice;
    }

    public static G1 operator +(in G1 p, in G1 q)
    {
        Add(p, q, out var sum);
        return sum;
    }

    /// <summary>2 p ("dbl-2009-l" of the explicit-formulas database, a = 0); the result may be the argument.</summary>
    public static void Double(in G1 p, out G1 twice)
    {
        Fp.Multiply(p._y, p._z, out var z);
        Fp.Multiply(p._x, p._x, out var a);
        Fp.Multiply(p._y, p._y, out var b);
        Fp.AddLazily(p._x, b, out var d);
        Fp.Multiply(b, b, out var c);
        Fp.Multiply(d, d, out d);
        Fp.Subtract(d, a, out d);
        Fp.Subtract(d, c, out d);
        Fp.Add(d, d, out d);
        Fp.Add(a, a, out var e);
        Fp.Add(e, a, out e);
        Fp.Multiply(e, e, out var x);
        Fp.Subtract(x, d, out x);
        Fp.Subtract(x, d, out twice._x);
        Fp.Subtract(d, twice._x, out d);
        Fp.Multiply(e, d, out e);
        Fp.Add(c, c, out c);
        Fp.Add(c, c, out c);
        Fp.Add(c, c, out c);
        Fp.Subtract(e, c, out twice._y);
        Fp.Add(z, z, out twice._z);
    }

    /// <summary>p + q ("add-2007-bl"); the result may be an argument.</summary>
    public static void Add(in G1 p, in G1 q, out G1 sum)
    {
        if (p.IsInfinity || q.IsInfinity)
        {
            sum = p.IsInfinity ? q : p;
            return;
        }

        Fp.Multiply(p._z, p._z, out var z1z1);
        Fp.Multiply(q._z, q._z, out var z2z2);
        Fp.Multiply(p._x, z2z2, out var u1);
        Fp.Multiply(q._x, z1z1, out var u2);
        Fp.Multiply(p._y, q._z, out var s1);
        Fp.Multiply(s1, z2z2, out s1);
        Fp.Multiply(q._y, p._z, out var s2);
        Fp.Multiply(s2, z1z1, out s2);
        if (u1 == u2)
        {
            sum = s1 == s2 ? p.Doubled() : default;
            return;
        }

        Fp.AddLazily(p._z, q._z, out var z);
        Fp.Multiply(z, z, out z);
        Fp.Subtract(z, z1z1, out z);
        Fp.Subtract(z, z2z2, out z);
        AddDifferent(u1, u2, s1, s2, z, out sum);
    }

    /// <summary>p + q for an affine q (Z = 1), by the same formula with fewer products; the result may be an argument.</summary>
    public static void AddAffine(in G1 p, in G1 q, out G1 sum)
    {
        if (p.IsInfinity || q.IsInfinity)
        {
            sum = p.IsInfinity ? q : p;
            return;
        }

        Fp.Multiply(p._z, p._z, out var zz);
        Fp.Multiply(q._x, zz, out var u2);
        Fp.Multiply(q._y, p._z, out var s2);
        Fp.Multiply(s2, zz, out s2);
        if (p._x == u2)
        {
            sum = p._y == s2 ? p.Doubled() : default;
            return;
        }

        Fp.Add(p._z, p._z, out var z);
        AddDifferent(p._x, u2, p._y, s2, z, out sum);
    }

    /// <summary>The sum of two affine points, affine again: one inverse instead of many products.</summary>
    public static G1 SumOfAffine(in G1 p, in G1 q)
    {
        if (p.IsInfinity || q.IsInfinity)
        {
            return p.IsInfinity ? q : p;
        }

        if (p._x != q._x)
        {
            return Chord((q._y - p._y) * (q._x - p._x).Inverse(), p, q);
        }

        // No point of the curve has y = 0: the group's order is odd.
        var xx = p._x.Squared();
        return p._y == q._y ? Chord((xx.Doubled() + xx) * p._y.Doubled().Inverse(), p, q) : default;
    }

    private static G1 Chord(in Fp slope, in G1 p, in G1 q)
    {
        var x = slope.Squared() - p._x - q._x;
        return new G1(x, (slope * (p._x - x)) - p._y, Fp.One);
    }

    /// <summary>The sum of points with unequal x, both brought to a common denominator; z is twice the product of theirs.</summary>
    private static void AddDifferent(in Fp u1, in Fp u2, in Fp s1, in Fp s2, in Fp z, out G1 sum)
    {
        Fp.Subtract(u2, u1, out var h);
        Fp.Multiply(z, h, out var newZ);
        Fp.AddLazily(h, h, out var i);
        Fp.Multiply(i, i, out i);
        Fp.Multiply(u1, i, out var v);
        Fp.Multiply(h, i, out var j);
        Fp.Subtract(s2, s1, out var r);
        Fp.Add(r, r, out r);
        Fp.Multiply(s1, j, out var w);
        Fp.Multiply(r, r, out var x);
        Fp.Subtract(x, j, out x);
        Fp.Subtract(x, v, out x);
        Fp.Subtract(x, v, out x);
        Fp.Subtract(v, x, out v);
        Fp.Multiply(r, v, out r);
        Fp.Add(w, w, out w);
        Fp.Subtract(r, w, out var y);
        sum = new G1(x, y, newZ);
    }
}
