using PoaSidechain.Primitives;
using Fp = PoaSidechain.Evm.Precompiles.Fields.Montgomery<PoaSidechain.Evm.Precompiles.Bn254.Bn254Prime>;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>A point of y² = x³ + 3 over the prime field, in Jacobian coordinates (x = X / Z², y = Y / Z³); Z = 0 is the point at infinity.</summary>
internal readonly partial struct G1(in Fp x, in Fp y, in Fp z)
{
    /// <summary>Length of the encoding: two big-endian words (EIP-196).</summary>
    public const int Size = 64;

    private static readonly Fp Three = Fp.From(3);

    private readonly Fp _x = x;
    private readonly Fp _y = y;
    private readonly Fp _z = z;

    public bool IsInfinity => _z.IsZero;

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
    public void Write(Span<byte> bytes)
    {
        ToAffine(out var x, out var y);
        x.ToUInt256().WriteBigEndian(bytes);
        y.ToUInt256().WriteBigEndian(bytes[32..]);
    }

    /// <summary>The affine coordinates; (0, 0) for infinity.</summary>
    public void ToAffine(out Fp x, out Fp y)
    {
        var inverse = _z == Fp.One || IsInfinity ? _z : _z.Inverse();
        var squared = inverse.Squared();
        x = _x * squared;
        y = _y * squared * inverse;
    }

    public G1 Negated() => new(_x, -_y, _z);

    public G1 Doubled()
    {
        // "dbl-2009-l" of the explicit-formulas database, a = 0.
        var a = _x.Squared();
        var b = _y.Squared();
        var c = b.Squared();
        var d = ((_x + b).Squared() - a - c).Doubled();
        var e = a.Doubled() + a;
        var newX = e.Squared() - d.Doubled();
        var newY = (e * (d - newX)) - c.Doubled().Doubled().Doubled();
        return new(newX, newY, (_y * _z).Doubled());
    }

    public static G1 operator +(in G1 p, in G1 q)
    {
        if (p.IsInfinity)
        {
            return q;
        }

        if (q.IsInfinity)
        {
            return p;
        }

        // "add-2007-bl".
        var z1z1 = p._z.Squared();
        var z2z2 = q._z.Squared();
        var u1 = p._x * z2z2;
        var u2 = q._x * z1z1;
        var s1 = p._y * q._z * z2z2;
        var s2 = q._y * p._z * z1z1;
        if (u1 == u2)
        {
            return s1 == s2 ? p.Doubled() : default;
        }

        var h = u2 - u1;
        var i = h.Doubled().Squared();
        var j = h * i;
        var r = (s2 - s1).Doubled();
        var v = u1 * i;
        var x = r.Squared() - j - v.Doubled();
        var y = (r * (v - x)) - (s1 * j).Doubled();
        var z = ((p._z + q._z).Squared() - z1z1 - z2z2) * h;
        return new(x, y, z);
    }
}
