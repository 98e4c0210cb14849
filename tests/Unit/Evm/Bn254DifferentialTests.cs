using System.Numerics;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Evm.Precompiles.Bn254;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;
using Element = PoaSidechain.Tests.Unit.Evm.Bn254Reference.Element;
using Point = PoaSidechain.Tests.Unit.Evm.Bn254Reference.Point;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>The precompiled contracts 0x06 to 0x08 against <see cref="Bn254Reference"/>, on random and on awkward inputs.</summary>
public sealed class Bn254DifferentialTests
{
    private static readonly Point Generator = new(new(1, 0), new(2, 0));

    private readonly RandomValues _random = new(2001);

    [Fact]
    public void Constants_follow_from_the_parameter()
    {
        Assert.Equal(Bn254Reference.P, Big(Fp.Modulus));
        Assert.Equal(Bn254Reference.Order, Big(G1.Order));
        var t = Bn254Reference.T;
        var (a1, b1, b2) = ((6 * t * t) + (4 * t) + 1, (2 * t) + 1, (6 * t * t) + (2 * t));
        Assert.Equal(a1, Big(G1.A1));
        Assert.Equal(b1, Big(G1.B1));
        Assert.Equal(b2, Big(G1.B2));
        Assert.Equal((b2 << 256) / Bn254Reference.Order, Big(G1.Share1));
        Assert.Equal((b1 << 256) / Bn254Reference.Order, Big(G1.Share2));

        // The basis (a1, b1), (-b1, b2) spans the multiples of the order: λ = -a1 / b1 is a cube root of 1, and belongs to β.
        var r = Bn254Reference.Order;
        var lambda = (r - a1) * BigInteger.ModPow(b1, r - 2, r) % r;
        Assert.Equal(BigInteger.Zero, ((lambda * lambda) + lambda + 1) % r);
        Assert.Equal(BigInteger.Zero, (-b1 + (b2 * lambda)) % r);
        Assert.Equal(r, (a1 * b2) + (b1 * b1));
        Assert.Equal(new Point(new(Big(G1.Beta.ToUInt256()), 0), new(2, 0)), Bn254Reference.Multiply(Generator, lambda));
    }

    /// <summary>See <see cref="G2"/>: a point that satisfies the equation of its check has an order that divides this number.</summary>
    [Fact]
    public void Equation_of_the_group_leaves_no_other_order()
    {
        var (t, p) = (Bn254Reference.T, Bn254Reference.P);
        var trace = (6 * t * t) + 1;

        // (t + 1) + t F + t F² - 2 t F³ with F² = trace F - p, as a + b F; its norm is the resultant.
        var a = (t + 1) - (t * p) + (2 * t * trace * p);
        var b = t + (t * trace) - (2 * t * ((trace * trace) - p));
        Assert.Equal(Bn254Reference.Order, BigInteger.GreatestCommonDivisor((a * a) + (a * b * trace) + (b * b * p), Bn254Reference.TwistOrder));
    }

    [Fact]
    public void Sums_are_those_of_the_plain_formulas()
    {
        var points = Enumerable.Range(0, 12).Select(_ => (Point?)RandomPoint()).Append(null).Append(Generator).ToList();
        points.AddRange(points.OfType<Point>().Select(p => (Point?)new Point(p.X, -p.Y)).ToList());
        foreach (var p in points)
        {
            foreach (var q in points)
            {
                Assert.Equal(Encode(Bn254Reference.Add(p, q)), Run(6, Encode(p) + Encode(q)));
            }
        }
    }

    [Fact]
    public void Multiples_are_those_of_the_plain_formulas()
    {
        BigInteger[] edges =
        [
            0, 1, 2, 3, Bn254Reference.Order - 1, Bn254Reference.Order, Bn254Reference.Order + 1, Bn254Reference.Order >> 1, BigInteger.One << 127,
            BigInteger.One << 255, (BigInteger.One << 256) - 1,
        ];
        foreach (var scalar in edges.Concat(Enumerable.Range(0, 60).Select(i => Big(_random.UInt256() >> (i * 4 % 256)))))
        {
            var point = RandomPoint();
            Assert.Equal(Encode(Bn254Reference.Multiply(point, scalar)), Run(7, Encode(point) + Word(scalar)));
            Assert.Equal(Encode(null), Run(7, Encode(null) + Word(scalar)));
        }
    }

    [Fact]
    public void Coordinates_not_below_the_prime_and_points_off_the_curve_are_refused()
    {
        var p = Bn254Reference.P;
        foreach (var (x, y) in new[] { (p, BigInteger.Zero), (BigInteger.Zero, p), (p + 1, 2), (BigInteger.One, p + 2), (1, 3), (0, 1), (1, 0) })
        {
            Assert.Null(Run(6, Word(x) + Word(y) + Encode(Generator)));
            Assert.Null(Run(6, Encode(Generator) + Word(x) + Word(y)));
            Assert.Null(Run(7, Word(x) + Word(y) + Word(2)));
            Assert.Null(Run(8, Word(x) + Word(y) + Encode2(null)));
        }
    }

    [Fact]
    public void Second_group_is_told_from_the_rest_of_the_twist()
    {
        var cofactor = Bn254Reference.TwistOrder / Bn254Reference.Order;
        for (var i = 0; i < 6; i++)
        {
            var outside = RandomTwistPoint();
            var inside = Bn254Reference.Multiply(outside, cofactor);
            var small = Bn254Reference.Multiply(outside, Bn254Reference.TwistOrder / 10_069); // the smallest factor of the cofactor
            var cofactorOnly = Bn254Reference.Multiply(outside, Bn254Reference.Order);
            Assert.Equal(0, (int)(cofactor % 10_069));

            Assert.Null(Bn254Reference.Multiply(inside, Bn254Reference.Order));
            Assert.NotNull(Run(8, Encode(Generator) + Encode2(inside)));
            Assert.Null(Run(8, Encode(Generator) + Encode2(outside)));
            Assert.Null(Run(8, Encode(null) + Encode2(cofactorOnly)));
            Assert.Null(Run(8, Encode(null) + Encode2(Bn254Reference.Add(inside, small))));
            for (var k = 1; k < 40 && small is not null; k++)
            {
                Assert.Null(Run(8, Encode(null) + Encode2(Bn254Reference.Multiply(small, k))));
            }
        }
    }

    [Fact]
    public void Products_of_pairings_are_those_of_the_plain_formulas()
    {
        var q = Bn254Reference.Multiply(RandomTwistPoint(), Bn254Reference.TwistOrder / Bn254Reference.Order)!.Value;
        var (a, b) = (Big(_random.UInt256()) % Bn254Reference.Order, Big(_random.UInt256()) % Bn254Reference.Order);
        var p = RandomPoint();
        Point Times(Point point, BigInteger scalar) => Bn254Reference.Multiply(point, scalar)!.Value;

        (Point P, Point Q)[] one = [(Times(p, a), Times(q, b)), (Times(p, Bn254Reference.Order - (a * b % Bn254Reference.Order)), q)];
        (Point P, Point Q)[] other = [(Times(p, a), Times(q, b)), (p, q)];
        (Point P, Point Q)[] three = [.. one, (Generator, q), (new(Generator.X, -Generator.Y), q)];
        foreach (var pairs in new[] { one, other, three, [(p, q)] })
        {
            var input = string.Concat(pairs.Select(pair => Encode(pair.P) + Encode2(pair.Q)));
            var expected = Word(Bn254Reference.IsProductOne(pairs) ? 1 : 0);
            Assert.Equal(expected, Run(8, input));
            Assert.Equal(expected, Run(8, input + Encode(null) + Encode2(q) + Encode(p) + Encode2(null)));
        }

        Assert.Equal(Word(1), Run(8, ""));
        Assert.Null(Run(8, Encode(p)));
    }

    private static string? Run(ulong number, string input)
    {
        var output = new ReturnData();
        return PrecompiledContracts.Of(Fork.Osaka).Find(Address.FromNumber(number))!.Run(Hex.Decode(input), output)
            ? Convert.ToHexStringLower(output.Bytes)
            : null;
    }

    private static BigInteger Big(UInt256 number) => BigInteger.Parse("0" + number.ToHexString()[2..], System.Globalization.NumberStyles.HexNumber, null);

    private static string Word(BigInteger number) => number.ToString("x64", null)[^64..];

    private static string Encode(Point? point) => Word(point?.X.A ?? 0) + Word(point?.Y.A ?? 0);

    private static string Encode2(Point? point) =>
        Word(point?.X.B ?? 0) + Word(point?.X.A ?? 0) + Word(point?.Y.B ?? 0) + Word(point?.Y.A ?? 0);

    private Point RandomPoint() => Bn254Reference.Multiply(Generator, 1 + (Big(_random.UInt256()) % (Bn254Reference.Order - 1)))!.Value;

    private Point RandomTwistPoint()
    {
        while (true)
        {
            var x = new Element(Big(_random.UInt256()) % Bn254Reference.P, Big(_random.UInt256()) % Bn254Reference.P);
            if (((x * x * x) + Bn254Reference.TwistB).TrySquareRoot(out var y))
            {
                return new Point(x, y);
            }
        }
    }
}
