using PoaSidechain.Evm.Precompiles.Bn254;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

public sealed class Bn254Tests
{
    private static readonly UInt256 GroupOrder = UInt256.Parse("21888242871839275222246405745257275088548364400416034343698204186575808495617");

    // EIP-197's generator of the second group, as encoded.
    private const string Generator2 =
        "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c21800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
        + "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa";

    private static G1 P { get; } = ReadG1(1, 2);

    private static G2 Q { get; } = G2.TryRead(Hex.Decode(Generator2), out var point) ? point : throw new InvalidOperationException();

    [Fact]
    public void Field_arithmetic_is_that_of_numbers_modulo_the_prime()
    {
        var random = new RandomValues(11);
        for (var i = 0; i < 2_000; i++)
        {
            var (a, b) = (random.UInt256() % Fp.Modulus, random.UInt256() % Fp.Modulus);
            var (x, y) = (Fp.From(a), Fp.From(b));
            UInt256.AddMod(a, b, Fp.Modulus, out var sum);
            UInt256.MulMod(a, b, Fp.Modulus, out var product);
            UInt256.AddMod(a, Fp.Modulus - b, Fp.Modulus, out var difference);

            Assert.Equal(a, x.ToUInt256());
            Assert.Equal(sum, (x + y).ToUInt256());
            Assert.Equal(product, (x * y).ToUInt256());
            Assert.Equal(difference, (x - y).ToUInt256());
            Fp.Halve(x, out var half);
            Assert.Equal(x, half + half);
            Assert.True(x.IsZero || (x * x.Inverse()) == Fp.One);
        }
    }

    [Fact]
    public void Inverse_is_the_power_of_the_prime_less_two()
    {
        var random = new RandomValues(13);
        Fp[] edges = [Fp.Zero, Fp.One, -Fp.One, Fp.From(2), Fp.From(Fp.Modulus - 2UL), Fp.From(UInt256.One << 128), Fp.From(UInt256.One << 253)];
        foreach (var x in edges.Concat(Enumerable.Range(0, 3_000).Select(i => Fp.From(random.UInt256() >> (i % 256)))))
        {
            Assert.Equal(x.Power(Fp.Modulus - 2UL), x.Inverse());
        }
    }

    [Fact]
    public void Multiples_are_those_of_doubling_and_adding()
    {
        var random = new RandomValues(14);
        UInt256[] edges = [0, 1, 2, 3, 15, 16, 17, UInt256.MaxValue, GroupOrder - 1UL, GroupOrder, GroupOrder + 1UL, GroupOrder >> 1, UInt256.One << 127];
        var point = P;
        foreach (var scalar in edges.Concat(Enumerable.Range(0, 200).Select(i => random.UInt256() >> (i % 256))))
        {
            Assert.Equal(Encode(DoubleAndAdd(point, scalar)), Encode(point * scalar));
            point = point.Doubled() + P;
        }

        Assert.True((default(G1) * GroupOrder).IsInfinity);
    }

    [Fact]
    public void Extension_fields_invert_square_and_map_as_they_should()
    {
        var random = new RandomValues(12);
        Fp2 Next2() => new(Fp.From(random.UInt256() | UInt256.One), Fp.From(random.UInt256()));
        Fp6 Next6() => new(Next2(), Next2(), Next2());
        for (var i = 0; i < 50; i++)
        {
            var x = Next2();
            var f = new Fp12(Next6(), Next6());
            var (a, b, c) = (Next2(), Next2(), Next2());

            Assert.Equal(Fp2.One, x * x.Inverse());
            Assert.Equal(x * x, x.Squared());
            Assert.Equal(x * Fp2.Xi, x.TimesXi());
            Assert.True((f * f.Inverse()).IsOne);
            Assert.Equal(f * f, f.Squared());
            Fp12.MultiplyByLine(f, a, b, c, out var timesLine);
            Assert.Equal(f * new Fp12(new Fp6(a, default, default), new Fp6(b, c, default)), timesLine);
            var image = f;
            for (var n = 0; n < 12; n++)
            {
                image = image.Frobenius();
            }

            Assert.Equal(f, image);
        }
    }

    [Fact]
    public void Multiples_of_a_point_add_up_and_end_at_the_group_order()
    {
        var random = new RandomValues(13);
        var sum = default(G1);
        for (var i = 1; i <= 40; i++)
        {
            sum += P;
            Assert.Equal(Encode(P * (UInt256)i), Encode(sum));
        }

        var (a, b) = (random.UInt256(), random.UInt256());
        UInt256.AddMod(a, b, GroupOrder, out var both);
        Assert.Equal(Encode(P * both), Encode((P * a) + (P * b)));
        Assert.True((P * GroupOrder).IsInfinity);
        Assert.Equal(Encode(P), Encode(P * (GroupOrder + UInt256.One)));
        Assert.True((P + (P * (GroupOrder - UInt256.One))).IsInfinity);
    }

    [Fact]
    public void Pairing_is_bilinear_and_not_trivial()
    {
        var a = new RandomValues(14).UInt256() % GroupOrder;
        var minusA = GroupOrder - a;

        Assert.True(Pairing.IsProductOne([(P * a, Q), (P * minusA, Q)]));
        Assert.True(Pairing.IsProductOne([(P * a, Q), (P, Q), (P * (minusA - UInt256.One), Q)]));
        Assert.True(Pairing.IsProductOne([(P, Q), (P, Q.Negated())]));
        Assert.True(Pairing.IsProductOne([(default, Q), (P, default)]));
        Assert.False(Pairing.IsProductOne([(P, Q)]));
        Assert.False(Pairing.IsProductOne([(P * a, Q), (P * a, Q)]));
    }

    [Fact]
    public void Points_off_the_curve_or_with_unreduced_coordinates_are_refused()
    {
        var bytes = new byte[G1.Size];
        bytes[31] = 1;
        bytes[63] = 3;
        Assert.False(G1.TryRead(bytes, out _));
        Fp.Modulus.WriteBigEndian(bytes);
        Assert.False(G1.TryRead(bytes, out _));
        var twisted = Hex.Decode(Generator2);
        twisted[127] ^= 1;
        Assert.False(G2.TryRead(twisted, out _));
    }

    [Fact]
    public void Point_of_the_twist_outside_the_group_is_refused()
    {
        // The first x = n + u, n = 1, 2, … whose right-hand side is a square gives a point of the twist; its order is a multiple of the group's.
        var b = new Fp2(Fp.From(3), Fp.Zero) * Fp2.Xi.Inverse();
        for (var n = 1; ; n++)
        {
            var x = new Fp2(Fp.From(n), Fp.One);
            if (TrySquareRoot((x.Squared() * x) + b, out var y))
            {
                var bytes = new byte[G2.Size];
                x.B.ToUInt256().WriteBigEndian(bytes);
                x.A.ToUInt256().WriteBigEndian(bytes.AsSpan(32));
                y.B.ToUInt256().WriteBigEndian(bytes.AsSpan(64));
                y.A.ToUInt256().WriteBigEndian(bytes.AsSpan(96));

                Assert.False(G2.TryRead(bytes, out _));
                return;
            }
        }
    }

    /// <summary>The complex method, for a prime that is 3 modulo 4.</summary>
    private static bool TrySquareRoot(Fp2 square, out Fp2 root)
    {
        var quarter = (Fp.Modulus + UInt256.One) >> 2;
        var norm = (square.A.Squared() + square.B.Squared()).Power(quarter);
        var half = Fp.From(2).Inverse();
        foreach (var candidate in new[] { (square.A + norm) * half, (square.A - norm) * half })
        {
            var real = candidate.Power(quarter);
            root = new Fp2(real, square.B * half * real.Inverse());
            if (root.Squared() == square)
            {
                return true;
            }
        }

        root = default;
        return false;
    }

    private static G1 ReadG1(UInt256 x, UInt256 y)
    {
        var bytes = new byte[G1.Size];
        x.WriteBigEndian(bytes);
        y.WriteBigEndian(bytes.AsSpan(32));
        return G1.TryRead(bytes, out var point) ? point : throw new InvalidOperationException();
    }

    private static string Encode(G1 point)
    {
        var bytes = new byte[G1.Size];
        point.Write(bytes);
        return Convert.ToHexString(bytes);
    }

    private static G1 DoubleAndAdd(G1 point, in UInt256 scalar)
    {
        var result = default(G1);
        for (var i = scalar.BitLength - 1; i >= 0; i--)
        {
            result = result.Doubled();
            result = scalar.Bit(i) ? result + point : result;
        }

        return result;
    }
}
