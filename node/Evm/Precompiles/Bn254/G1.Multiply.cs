using PoaSidechain.Primitives;
using Fp = PoaSidechain.Evm.Precompiles.Fields.Montgomery<PoaSidechain.Evm.Precompiles.Bn254.Bn254Prime>;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <content>
/// Multiples. The curve has an endomorphism (x, y) -> (βx, y) that multiplies by λ, a cube root of 1 modulo the group's order, so that a scalar k
/// is split into k1 + k2 λ with parts of half its length, whose doublings are shared (Gallant, Lambert, Vanstone 2001).
/// </content>
internal readonly partial struct G1
{
    private const int Width = 5;                            // bits of a digit of the signed form: odd multiples up to 15
    private const int TableSize = 1 << (Width - 2);
    private const int MaxDigits = 130;                      // the parts have at most 127 bits

    private static readonly UInt256 Order = UInt256.Parse("0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001");
    private static readonly Fp Beta = Fp.From(UInt256.Parse("0x59e26bcea0d48bacd4f263f1acdb5c4f5763473177fffffe"));

    // A short basis (A1, B1), (-B1, B2) of the lattice of all (a, b) with a + b λ = 0 modulo the order; and 2^256 B2 / order, 2^256 B1 / order.
    private static readonly UInt256 A1 = UInt256.Parse("0x6f4d8248eeb859fd0be4e1541221250b");
    private static readonly UInt256 B1 = UInt256.Parse("0x89d3256894d213e3");
    private static readonly UInt256 B2 = UInt256.Parse("0x6f4d8248eeb859fc8211bbeb7d4f1128");
    private static readonly UInt256 Share1 = UInt256.Parse("0x24ccef014a773d2cf7a7bd9d4391eb18d");
    private static readonly UInt256 Share2 = UInt256.Parse("0x2d91d232ec7e0b3d7");

    /// <summary>scalar * point.</summary>
    public static G1 operator *(in G1 point, in UInt256 scalar)
    {
        Split(scalar % Order, out var part1, out var part2);
        Span<sbyte> digits1 = stackalloc sbyte[MaxDigits];
        Span<sbyte> digits2 = stackalloc sbyte[MaxDigits];
        var length = Math.Max(WriteDigits(part1, digits1), WriteDigits(part2, digits2));

        Span<G1> odd = stackalloc G1[TableSize];        // point, 3 point, 5 point, …
        Span<G1> mapped = stackalloc G1[TableSize];     // λ times those
        var twice = point.Doubled();
        odd[0] = point;
        mapped[0] = point.Mapped();
        for (var i = 1; i < TableSize; i++)
        {
            odd[i] = odd[i - 1] + twice;
            mapped[i] = odd[i].Mapped();
        }

        var result = default(G1);
        for (var i = length - 1; i >= 0; i--)
        {
            result = result.Doubled();
            result = AddDigit(result, odd, digits1[i]);
            result = AddDigit(result, mapped, digits2[i]);
        }

        return result;
    }

    /// <summary>scalar = part1 + part2 λ modulo the order; both parts signed, in two's complement.</summary>
    private static void Split(in UInt256 scalar, out UInt256 part1, out UInt256 part2)
    {
        var c1 = MultiplyHigh(scalar, Share1);
        var c2 = MultiplyHigh(scalar, Share2);
        part1 = scalar - (c1 * A1) - (c2 * B1);
        part2 = (c2 * B2) - (c1 * B1);
    }

    /// <summary>The point times λ.</summary>
    private G1 Mapped() => new(_x * Beta, _y, _z);

    private static G1 AddDigit(in G1 sum, ReadOnlySpan<G1> odd, int digit) =>
        digit == 0 ? sum : sum + (digit > 0 ? odd[digit >> 1] : odd[-digit >> 1].Negated());

    /// <summary>The signed form in which of <see cref="Width"/> digits in a row at most one is not 0, and that one is odd; answers its length.</summary>
    private static int WriteDigits(in UInt256 signed, Span<sbyte> digits)
    {
        digits.Clear();
        var isNegative = signed.IsNegative;
        var magnitude = isNegative ? UInt256.Negate(signed) : signed;
        var rest = ((UInt128)(magnitude >> 64).Low64 << 64) | magnitude.Low64;
        var position = 0;
        while (rest != 0)
        {
            var zeros = (int)UInt128.TrailingZeroCount(rest);
            position += zeros;
            rest >>= zeros;
            var digit = (int)(rest & ((1 << Width) - 1));
            digit = digit >= 1 << (Width - 1) ? digit - (1 << Width) : digit;
            digits[position] = (sbyte)(isNegative ? -digit : digit);
            rest = digit < 0 ? rest + (UInt128)(-digit) : rest - (UInt128)digit;
        }

        return position + 1;
    }

    /// <summary>The upper 256 bits of the product.</summary>
    private static UInt256 MultiplyHigh(in UInt256 a, in UInt256 b)
    {
        Span<ulong> product = stackalloc ulong[8];
        UInt256.MultiplyFull(a, b, product);
        return new UInt256(product[4], product[5], product[6], product[7]);
    }
}
