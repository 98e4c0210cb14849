using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>The price of modular exponentiation: a measure of one multiplication times a measure of their number.</summary>
internal static class ModExpPrice
{
    private const long Unaffordable = long.MaxValue / 2;

    public static long Of(Fork fork, in ModExpLengths lengths, ReadOnlySpan<byte> input)
    {
        var longest = Math.Max(lengths.Base, lengths.Modulus);
        var perByte = fork >= Fork.Osaka ? 16UL : 8UL;
        var iterations = Iterations(lengths, input, perByte);
        var (complexity, divisor, least) = fork switch
        {
            >= Fork.Osaka => (ComplexityOsaka(longest), 1UL, 500UL),   // EIP-7883
            >= Fork.Berlin => (ComplexityBerlin(longest), 3UL, 200UL), // EIP-2565
            _ => (ComplexityByzantium(longest), 20UL, 0UL),            // EIP-198
        };
        var gas = (UInt256)complexity * (UInt256)iterations / divisor;
        return gas > (ulong)Unaffordable ? Unaffordable : (long)Math.Max(gas.Low64, least);
    }

    /// <summary>About the bit length of the exponent, judged by its length and its first 32 bytes.</summary>
    private static UInt128 Iterations(in ModExpLengths lengths, ReadOnlySpan<byte> input, ulong perByte)
    {
        var headLength = (int)Math.Min(lengths.Exponent, 32);
        var head = ModExp.Limbs(input, 96 + lengths.Base, (ulong)headLength);
        var bits = head.IsEmpty ? 0UL : ((ulong)head.Length * 64) - (ulong)System.Numerics.BitOperations.LeadingZeroCount(head[^1]);
        var tail = (UInt128)perByte * (lengths.Exponent - (ulong)headLength);
        return UInt128.Max(tail + (bits == 0 ? 0 : bits - 1), 1);
    }

    private static UInt128 ComplexityByzantium(ulong length)
    {
        UInt128 x = length;
        return x <= 64 ? x * x
            : x <= 1_024 ? (x * x / 4) + (96 * x) - 3_072
            : (x * x / 16) + (480 * x) - 199_680;
    }

    private static UInt128 ComplexityBerlin(ulong length)
    {
        var words = ((UInt128)length + 7) / 8;
        return words * words;
    }

    private static UInt128 ComplexityOsaka(ulong length) => length <= 32 ? 16 : 2 * ComplexityBerlin(length);
}
