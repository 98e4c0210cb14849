using System.Numerics;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>
/// BN254 by the plain formulas of text books, in affine coordinates and with numbers of any size: the slow twin of the precompiled contracts. The
/// pairing is the ate pairing, by a loop of the trace less 1 without Frobenius, and its final power is taken in one piece; nothing of it is shared.
/// </summary>
internal static class Bn254Reference
{
    /// <summary>The parameter of the family of Barreto and Naehrig, of which everything follows.</summary>
    public static readonly BigInteger T = 4_965_661_367_192_848_881;

    public static readonly BigInteger P = (36 * BigInteger.Pow(T, 4)) + (36 * BigInteger.Pow(T, 3)) + (24 * T * T) + (6 * T) + 1;
    public static readonly BigInteger Order = P - (6 * T * T);
    public static readonly BigInteger TwistOrder = Order * ((2 * P) - Order);

    public static readonly Element Xi = new(9, 1);
    public static readonly Element TwistB = new Element(3, 0) / Xi;

    public static BigInteger Modulo(BigInteger number) => ((number % P) + P) % P;

    /// <summary>p + q on y² = x³ + b; null is infinity.</summary>
    public static Point? Add(Point? p, Point? q)
    {
        if (p is not { } a || q is not { } b)
        {
            return p ?? q;
        }

        if (a.X == b.X && a.Y != b.Y)
        {
            return null;
        }

        var slope = Slope(a, b);
        var x = (slope * slope) - a.X - b.X;
        return new Point(x, (slope * (a.X - x)) - a.Y);
    }

    public static Point? Multiply(Point? point, BigInteger scalar)
    {
        Point? result = null;
        for (var i = (int)scalar.GetBitLength() - 1; i >= 0; i--)
        {
            result = Add(result, result);
            result = (scalar >> i).IsEven ? result : Add(result, point);
        }

        return result;
    }

    /// <summary>The product of the pairings of points that are not infinity.</summary>
    public static bool IsProductOne(IEnumerable<(Point P, Point Q)> pairs)
    {
        var product = One();
        foreach (var (p, q) in pairs)
        {
            product = Times(product, MillerLoop(p, q));
        }

        var exponent = (BigInteger.Pow(P, 12) - 1) / Order;
        var power = One();
        for (var i = (int)exponent.GetBitLength() - 1; i >= 0; i--)
        {
            power = Times(power, power);
            power = (exponent >> i).IsEven ? power : Times(power, product);
        }

        return power.SequenceEqual(One());
    }

    private static Element[] MillerLoop(Point p, Point q)
    {
        var loop = 6 * T * T;
        var f = One();
        var multiple = q;
        for (var i = (int)loop.GetBitLength() - 2; i >= 0; i--)
        {
            f = Times(Times(f, f), Line(multiple, multiple, p));
            multiple = Add(multiple, multiple)!.Value;
            if (!(loop >> i).IsEven)
            {
                f = Times(f, Line(multiple, q, p));
                multiple = Add(multiple, q)!.Value;
            }
        }

        return f;
    }

    /// <summary>The line through two points of the twist, brought to the curve by (x, y) -> (x w², y w³), at a point: coefficients of powers of w.</summary>
    private static Element[] Line(Point a, Point b, Point at)
    {
        var slope = Slope(a, b);
        return [-at.Y, slope * at.X, default, a.Y - (slope * a.X), default, default];
    }

    private static Element Slope(Point a, Point b) =>
        a.X == b.X ? new Element(3, 0) * a.X * a.X / (a.Y + a.Y) : (b.Y - a.Y) / (b.X - a.X);

    private static Element[] One() => [new(1, 0), default, default, default, default, default];

    /// <summary>The product of polynomials in w, w⁶ = 9 + u.</summary>
    private static Element[] Times(Element[] f, Element[] g)
    {
        var product = new Element[6];
        for (var i = 0; i < 6; i++)
        {
            for (var j = 0; j < 6; j++)
            {
                var term = f[i] * g[j];
                product[(i + j) % 6] += i + j < 6 ? term : term * Xi;
            }
        }

        return product;
    }

    public readonly record struct Point(Element X, Element Y);

    /// <summary>a + b u, u² = -1; points of the curve itself have b = 0.</summary>
    public readonly record struct Element(BigInteger A, BigInteger B)
    {
        public static Element operator +(Element x, Element y) => new(Modulo(x.A + y.A), Modulo(x.B + y.B));

        public static Element operator -(Element x, Element y) => new(Modulo(x.A - y.A), Modulo(x.B - y.B));

        public static Element operator -(Element x) => default(Element) - x;

        public static Element operator *(Element x, Element y) => new(Modulo((x.A * y.A) - (x.B * y.B)), Modulo((x.A * y.B) + (x.B * y.A)));

        public static Element operator /(Element x, Element y)
        {
            var inverseNorm = BigInteger.ModPow((y.A * y.A) + (y.B * y.B), P - 2, P);
            return x * new Element(Modulo(y.A * inverseNorm), Modulo(-y.B * inverseNorm));
        }

        /// <summary>A root, for a prime that is 3 modulo 4; false when there is none.</summary>
        public bool TrySquareRoot(out Element root)
        {
            var quarter = (P + 1) / 4;
            var half = (P + 1) / 2;
            var norm = BigInteger.ModPow((A * A) + (B * B), quarter, P);
            foreach (var candidate in new[] { (A + norm) * half, (A - norm) * half })
            {
                var real = BigInteger.ModPow(Modulo(candidate), quarter, P);
                root = real.IsZero ? default : new Element(real, 0) + (new Element(0, Modulo(B * half)) / new Element(real, 0));
                if (root * root == this)
                {
                    return true;
                }
            }

            root = default;
            return false;
        }
    }
}
