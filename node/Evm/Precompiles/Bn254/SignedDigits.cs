namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>
/// Numbers in signed binary digits, of which each is 0 or odd and, of <c>width</c> in a row, at most one is not 0 (width-w non-adjacent form):
/// for groups where inverses cost nothing.
/// </summary>
internal static class SignedDigits
{
    /// <summary>Writes the digits of a number below 2^127, lowest first, into cleared memory; answers how many they are.</summary>
    public static int Write(UInt128 number, int width, bool isNegative, Span<sbyte> digits)
    {
        var position = 0;
        var length = 0;
        while (number != 0)
        {
            var zeros = (int)UInt128.TrailingZeroCount(number);
            position += zeros;
            number >>= zeros;
            var digit = (int)((uint)number & ((1U << width) - 1));
            digit = digit >= 1 << (width - 1) ? digit - (1 << width) : digit;
            digits[position] = (sbyte)(isNegative ? -digit : digit);
            number = digit < 0 ? number + (UInt128)(-digit) : number - (UInt128)digit;
            length = position + 1;
        }

        return length;
    }

    /// <summary>The digits of a number below 2^127, highest first.</summary>
    public static sbyte[] Of(UInt128 number, int width)
    {
        Span<sbyte> digits = stackalloc sbyte[130];
        digits.Clear();
        var result = digits[..Write(number, width, isNegative: false, digits)].ToArray();
        Array.Reverse(result);
        return result;
    }
}
