using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <content>
/// Multiples. The curve has an endomorphism (x, y) -> (βx, y) that multiplies by λ, a cube root of 1 modulo the group's order, so that a scalar k
/// is split into k1 + k2 λ with parts of half its length, whose doublings are shared (Gallant, Lambert, Vanstone 2001).
/// </content>
internal partial struct G1
{
    private const int Width = 5;                            // of the signed digits: odd multiples up to 15
    private const int TableSize = 1 << (Width - 2);
    private const int MaxDigits = 130;                      // the parts have at most 127 bits

    internal static readonly UInt256 Order = UInt256.Parse("0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001");
    internal static readonly Fp Beta = Fp.From(UInt256.Parse("0x59e26bcea0d48bacd4f263f1acdb5c4f5763473177fffffe"));

    // A short basis (A1, B1), (-B1, B2) of the lattice of all (a, b) with a + b λ = 0 modulo the order; and 2^256 B2 / order, 2^256 B1 / order.
    internal static readonly UInt256 A1 = UInt256.Parse("0x6f4d8248eeb859fd0be4e1541221250b");
    internal static readonly UInt256 B1 = UInt256.Parse("0x89d3256894d213e3");
    internal static readonly UInt256 B2 = UInt256.Parse("0x6f4d8248eeb859fc8211bbeb7d4f1128");
    internal static readonly UInt256 Share1 = UInt256.Parse("0x24ccef014a773d2cf7a7bd9d4391eb18d");
    internal static readonly UInt256 Share2 = UInt256.Parse("0x2d91d232ec7e0b3d7");

    /// <summary>scalar * point.</summary>
    public static G1 operator *(in G1 point, in UInt256 scalar)
    {
        Split(scalar % Order, out var part1, out var part2);
        Span<sbyte> digits1 = stackalloc sbyte[MaxDigits];
        Span<sbyte> digits2 = stackalloc sbyte[MaxDigits];
        var length = Math.Max(WriteDigits(part1, digits1), WriteDigits(part2, digits2));

        Span<G1> odd = stackalloc G1[TableSize];        // point, 3 point, 5 point, …
        Span<G1> mapped = stackalloc G1[TableSize];     // λ times those
        Double(point, out var twice);
        odd[0] = point;
        for (var i = 1; i < TableSize; i++)
        {
            Add(odd[i - 1], twice, out odd[i]);
        }

        MakeAffine(odd);
        for (var i = 0; i < TableSize; i++)
        {
            mapped[i] = odd[i].Mapped();
        }

        var result = default(G1);
        for (var i = length - 1; i >= 0; i--)
        {
            Double(result, out result);
            AddDigit(ref result, odd, digits1[i]);
            AddDigit(ref result, mapped, digits2[i]);
        }

        return result;
    }

    /// <summary>Sets Z = 1 in all points, none of which is infinity unless all are, with one inverse (Montgomery's trick).</summary>
    private static void MakeAffine(Span<G1> points)
    {
        if (points[0].IsInfinity)
        {
            return;
        }

        Span<Fp> products = stackalloc Fp[TableSize]; // of all Z before
        var product = Fp.One;
        for (var i = 0; i < points.Length; i++)
        {
            products[i] = product;
            Fp.Multiply(product, points[i]._z, out product);
        }

        var inverse = product.Inverse();
        for (var i = points.Length - 1; i >= 0; i--)
        {
            Fp.Multiply(inverse, products[i], out var z);
            Fp.Multiply(inverse, points[i]._z, out inverse);
            var zz = z.Squared();
            points[i] = new G1(points[i]._x * zz, points[i]._y * zz * z, Fp.One);
        }
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
    private readonly G1 Mapped() => new(_x * Beta, _y, _z);

    private static void AddDigit(ref G1 sum, ReadOnlySpan<G1> odd, int digit)
    {
        if (digit != 0)
        {
            AddAffine(sum, digit > 0 ? odd[digit >> 1] : odd[-digit >> 1].Negated(), out sum);
        }
    }

    private static int WriteDigits(in UInt256 signed, Span<sbyte> digits)
    {
        digits.Clear();
        var isNegative = signed.IsNegative;
        var magnitude = isNegative ? UInt256.Negate(signed) : signed;
        return SignedDigits.Write(((UInt128)(magnitude >> 64).Low64 << 64) | magnitude.Low64, Width, isNegative, digits);
    }

    /// <summary>The upper 256 bits of the product.</summary>
    private static UInt256 MultiplyHigh(in UInt256 a, in UInt256 b)
    {
        Span<ulong> product = stackalloc ulong[8];
        UInt256.MultiplyFull(a, b, product);
        return new UInt256(product[4], product[5], product[6], product[7]);
    }
}
