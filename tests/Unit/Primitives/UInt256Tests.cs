using System.Globalization;
using System.Numerics;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

/// <summary>Every operation against System.Numerics.BigInteger, on all pairs of edge values and on seeded random ones.</summary>
public sealed class UInt256Tests
{
    private const int RandomPairs = 200_000;
    private static readonly BigInteger Modulus = BigInteger.One << 256;

    private delegate void Operation(in UInt256 a, in UInt256 b, out UInt256 result);

    [Fact]
    public void Add_subtract_and_multiply_wrap_and_tell_of_overflow()
    {
        ForAllPairs((a, b, x, y) =>
        {
            Is(x + y >= Modulus, UInt256.Add(a, b, out var sum));
            Same(x + y, sum, a, b);
            Same(x + y, a + b, a, b);
            Is(x < y, UInt256.Subtract(a, b, out var difference));
            Same(x - y, difference, a, b);
            Same(x - y, a - b, a, b);
            UInt256.Multiply(a, b, out var product);
            Same(x * y, product, a, b);
            Same(x * y, a * b, a, b);
            Is(x * y >= Modulus, UInt256.MultiplyOverflow(a, b, out var low));
            Same(x * y, low, a, b);
        });
    }

    [Fact]
    public void Divide_and_mod_agree_with_the_evm()
    {
        ForAllPairs((a, b, x, y) =>
        {
            UInt256.DivRem(a, b, out var quotient, out var remainder);
            Same(y.IsZero ? 0 : x / y, quotient, a, b);
            Same(y.IsZero ? 0 : x % y, remainder, a, b);
            UInt256.Divide(a, b, out quotient);
            Same(y.IsZero ? 0 : x / y, quotient, a, b);
            UInt256.Mod(a, b, out remainder);
            Same(y.IsZero ? 0 : x % y, remainder, a, b);
            Same(y.IsZero ? 0 : x / y, a / b, a, b);
            Same(y.IsZero ? 0 : x % y, a % b, a, b);
            var (p, q) = (Signed(x), Signed(y));
            UInt256.SignedDivide(a, b, out quotient);
            Same(q.IsZero ? 0 : BigInteger.Divide(p, q), quotient, a, b);
            UInt256.SignedMod(a, b, out remainder);
            Same(q.IsZero ? 0 : BigInteger.Remainder(p, q), remainder, a, b);
        });
    }

    [Fact]
    public void Division_corrects_every_wrong_guess_of_a_quotient_digit()
    {
        // u = q * v + r with v and q full of ones at the limb borders drives the rare branches of algorithm D.
        var edges = LimbEdges().ToArray();
        foreach (var v in edges)
        {
            foreach (var q in edges)
            {
                var (d, x) = (Big(v), Big(q));
                foreach (var r in new[] { 0, 1, d - 1, d / 2 })
                {
                    var u = ((d * x) + BigInteger.Max(r, 0)) % Modulus;
                    UInt256.DivRem(Small(u), v, out var quotient, out var remainder);
                    Same(d.IsZero ? 0 : u / d, quotient, q, v);
                    Same(d.IsZero ? 0 : u % d, remainder, q, v);
                }
            }
        }
    }

    [Fact]
    public void Addmod_and_mulmod_do_not_wrap_in_between()
    {
        var random = new RandomValues(3);
        ForAllPairs((a, b, x, y) =>
        {
            var m = random.UInt256();
            CheckModular(a, b, m, x, y);
            CheckModular(a, b, UInt256.MaxValue - (m & 7UL), x, y);
        });
    }

    [Fact]
    public void Mulmod_holds_for_all_limb_edges()
    {
        UInt256[] Every(int step) => [.. LimbEdges().Where((_, i) => i % step == 0)];
        foreach (var a in Every(13))
        {
            foreach (var b in Every(11))
            {
                foreach (var m in Every(3))
                {
                    CheckModular(a, b, m, Big(a), Big(b));
                }
            }
        }
    }

    [Fact]
    public void Exp_is_modular_power()
    {
        foreach (var (a, b) in Edges().SelectMany(_ => Edges(), (a, b) => (a, b)).Concat(Pairs(11, 5_000)))
        {
            UInt256.Exp(a, b, out var power);
            Same(BigInteger.ModPow(Big(a), Big(b), Modulus), power, a, b);
        }
    }

    [Fact]
    public void Shifts_by_every_amount()
    {
        foreach (var (value, _) in Pairs(5, 800).Concat(Edges().Select(e => (e, e))))
        {
            var x = Big(value);
            for (var shift = 0; shift <= 256; shift++)
            {
                Same(x << shift, value << shift, value, shift);
                Same(x >> shift, value >> shift, value, shift);
                Same(Signed(x) >> shift, UInt256.ShiftRightSigned(value, shift), value, shift);
            }
        }
    }

    [Fact]
    public void Shift_amounts_from_256_on_shift_everything_out()
    {
        foreach (var amount in new[] { 256UL, 257UL, UInt256.One << 32, UInt256.One << 64, UInt256.MaxValue })
        {
            Assert.Equal(256, UInt256.ShiftAmount(amount));
            Assert.Equal(UInt256.Zero, UInt256.ShiftRightSigned(UInt256.MaxValue >> 1, amount));
            Assert.Equal(UInt256.MaxValue, UInt256.ShiftRightSigned(UInt256.One << 255, amount));
        }

        Assert.Equal(255, UInt256.ShiftAmount(255UL));
    }

    [Fact]
    public void Signextend_and_byte_for_every_position()
    {
        foreach (var (value, large) in Pairs(6, 2_000).Concat(Edges().Select(e => (e, e))))
        {
            var bytes = value.ToHash256().ToArray();
            for (var position = 0; position < 34; position++)
            {
                Assert.Equal(position < 32 ? (ulong)bytes[position] : UInt256.Zero, UInt256.ByteAt(position, value));
                var expected = position >= 31 ? Signed(Big(value)) : SignedLow(Big(value), (position + 1) * 8);
                Same(expected, UInt256.SignExtend(position, value), value, position);
            }

            var far = large | (UInt256.One << 70);
            Assert.Equal(UInt256.Zero, UInt256.ByteAt(far, value));
            Assert.Equal(value, UInt256.SignExtend(far, value));
        }
    }

    [Fact]
    public void Comparisons_and_bitwise_operations()
    {
        ForAllPairs((a, b, x, y) =>
        {
            Is(x < y, a < b);
            Is(x > y, a > b);
            Is(x <= y, a <= b);
            Is(x >= y, a >= b);
            Is(x == y, a == b);
            Is(x != y, a != b);
            Is(x.CompareTo(y), a.CompareTo(b));
            Is(Signed(x) < Signed(y), UInt256.SignedLessThan(a, b));
            Same(x & y, a & b, a, b);
            Same(x | y, a | b, a, b);
            Same(x ^ y, a ^ b, a, b);
            Same(Modulus - 1 - x, ~a, a, b);
            Same(-x, UInt256.Negate(a), a, b);
            Is(x.IsZero ? 0 : (int)x.GetBitLength(), a.BitLength);
            Is(256 - a.BitLength, a.LeadingZeroCount());
            Is((a.BitLength + 7) / 8, a.ByteLength);
            Is(x.IsZero, a.IsZero);
            Is(x.IsOne, a.IsOne);
            Is(x <= ulong.MaxValue, a.FitsUInt64);
            Is(x <= ulong.MaxValue ? (ulong)x : ulong.MaxValue, a.SaturateToUInt64());
            Is(a.GetHashCode(), UInt256.FromBigEndian(a.ToHash256().Bytes).GetHashCode());
        });
    }

    [Fact]
    public void Bits_are_counted_and_addressed()
    {
        foreach (var (a, _) in Pairs(8, 2_000))
        {
            var x = Big(a);
            var bits = Enumerable.Range(0, 256).Select(i => !((x >> i) & 1).IsZero).ToArray();
            Assert.Equal(bits, Enumerable.Range(0, 256).Select(a.Bit));
            Assert.Equal(bits.Count(bit => bit), a.PopCount());
        }
    }

    [Fact]
    public void Text_and_bytes_go_there_and_back()
    {
        ForAllPairs((a, _, x, _) =>
        {
            var hex = "0x" + (x.IsZero ? "0" : x.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'));
            Is(x.ToString(CultureInfo.InvariantCulture), a.ToString());
            Is(hex, a.ToHexString());
            Is(a, UInt256.Parse(a.ToString()));
            Is(a, UInt256.Parse(hex));
            var bytes = a.ToHash256().ToArray();
            Is(x, new BigInteger(bytes, isUnsigned: true, isBigEndian: true));
            Is(a, UInt256.FromBigEndian(bytes));
            Is(a, UInt256.FromBigEndian(bytes.AsSpan(32 - a.ByteLength)));
        });
    }

    [Fact]
    public void A_result_may_be_the_same_variable_as_an_operand()
    {
        Operation[] operations =
        [
            UInt256.Multiply, UInt256.Exp, UInt256.Divide, UInt256.Mod, UInt256.SignedDivide, UInt256.SignedMod,
            (in UInt256 a, in UInt256 b, out UInt256 r) => UInt256.Add(a, b, out r),
            (in UInt256 a, in UInt256 b, out UInt256 r) => UInt256.Subtract(a, b, out r),
            (in UInt256 a, in UInt256 b, out UInt256 r) => UInt256.MultiplyOverflow(a, b, out r),
            (in UInt256 a, in UInt256 b, out UInt256 r) => UInt256.DivRem(a, b, out r, out _),
            (in UInt256 a, in UInt256 b, out UInt256 r) => UInt256.DivRem(a, b, out _, out r),
            (in UInt256 a, in UInt256 b, out UInt256 r) => UInt256.AddMod(a, b, b, out r),
            (in UInt256 a, in UInt256 b, out UInt256 r) => UInt256.MulMod(a, a, b, out r),
        ];
        foreach (var (a, b) in Pairs(7, 3_000).Concat(Edges().SelectMany(_ => Edges(), (a, b) => (a, b))))
        {
            foreach (var operation in operations)
            {
                operation(a, b, out var expected);
                var (first, second) = (a, b);
                operation(first, second, out first);
                Assert.Equal(expected, first);
                operation(a, second, out second);
                Assert.Equal(expected, second);
            }
        }
    }

    [Fact]
    public void A_remainder_that_replaces_the_dividend_is_right_in_every_branch()
    {
        foreach (var (a, b) in Pairs(9, 20_000))
        {
            UInt256.DivRem(a, b, out var quotient, out var remainder);
            var value = a;
            UInt256.DivRem(value, b, out value, out var rest);
            Assert.Equal((quotient, remainder), (value, rest));
            value = a;
            UInt256.DivRem(value, b, out var times, out value);
            Assert.Equal((quotient, remainder), (times, value));
        }
    }

    private static void CheckModular(in UInt256 a, in UInt256 b, in UInt256 m, in BigInteger x, in BigInteger y)
    {
        var z = Big(m);
        UInt256.AddMod(a, b, m, out var sum);
        Same(z.IsZero ? 0 : (x + y) % z, sum, a, b);
        UInt256.MulMod(a, b, m, out var product);
        Same(z.IsZero ? 0 : x * y % z, product, a, b);
    }

    private static void ForAllPairs(Action<UInt256, UInt256, BigInteger, BigInteger> check)
    {
        var edges = Edges();
        foreach (var a in edges)
        {
            foreach (var b in edges)
            {
                check(a, b, Big(a), Big(b));
            }
        }

        foreach (var (a, b) in Pairs(1, RandomPairs))
        {
            check(a, b, Big(a), Big(b));
        }
    }

    private static IEnumerable<(UInt256 A, UInt256 B)> Pairs(int seed, int count)
    {
        var random = new RandomValues(seed);
        for (var i = 0; i < count; i++)
        {
            yield return (random.UInt256(), random.UInt256());
        }
    }

    private static UInt256[] Edges()
    {
        var powers = new[] { 0, 1, 7, 8, 31, 32, 63, 64, 65, 127, 128, 129, 191, 192, 193, 254, 255 }.Select(bit => UInt256.One << bit);
        return [.. powers.SelectMany(p => new[] { p - UInt256.One, p, p + UInt256.One, UInt256.MaxValue - p, UInt256.Negate(p) }).Distinct()];
    }

    private static IEnumerable<UInt256> LimbEdges()
    {
        ulong[] limbs = [0, 1, 1UL << 63, ulong.MaxValue - 1, ulong.MaxValue];
        foreach (var u3 in limbs)
        {
            foreach (var u2 in limbs)
            {
                foreach (var u1 in limbs)
                {
                    foreach (var u0 in limbs)
                    {
                        yield return new UInt256(u0, u1, u2, u3);
                    }
                }
            }
        }
    }

    private static BigInteger Big(in UInt256 value)
    {
        Span<byte> bytes = stackalloc byte[32];
        value.WriteBigEndian(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    private static UInt256 Small(BigInteger value)
    {
        var reduced = BigInteger.Remainder(value, Modulus);
        reduced = reduced.Sign < 0 ? reduced + Modulus : reduced;
        Span<byte> bytes = stackalloc byte[32];
        reduced.TryWriteBytes(bytes, out var written, isUnsigned: true, isBigEndian: true);
        return UInt256.FromBigEndian(bytes[..written]);
    }

    private static BigInteger Signed(BigInteger value) => value >= Modulus / 2 ? value - Modulus : value;

    private static BigInteger SignedLow(BigInteger value, int bits)
    {
        var low = value & ((BigInteger.One << bits) - 1);
        return low >= BigInteger.One << (bits - 1) ? low - (BigInteger.One << bits) : low;
    }

    private static void Is<T>(T expected, T actual)
        where T : IEquatable<T>
    {
        if (!expected.Equals(actual)) // xunit's own comparison would take most of the time of millions of checks
        {
            Assert.Equal(expected, actual);
        }
    }

    private static void Same(BigInteger expected, in UInt256 actual, in UInt256 a, in UInt256 b)
    {
        if (Small(expected) != actual)
        {
            Assert.Fail($"a = {a.ToHexString()}, b = {b.ToHexString()}: expected {Small(expected).ToHexString()}, got {actual.ToHexString()}");
        }
    }
}
