using System.Globalization;

namespace PoaSidechain.Primitives;

public readonly partial struct UInt256
{
    private const ulong DecimalChunk = 10_000_000_000_000_000_000; // 10^19, the largest power of ten below 2^64

    /// <summary>Reads a decimal number, or hex with 0x or 0X. Leading zeros are allowed; signs, blanks and an empty text are not.</summary>
    public static UInt256 Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not an unsigned 256-bit number.");

    /// <summary>Reads a decimal number, or hex with 0x or 0X. Leading zeros are allowed; signs, blanks and an empty text are not.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out UInt256 value)
    {
        var digits = Hex.StripPrefix(text);
        return digits.Length != text.Length ? TryParseHex(digits, out value) : TryParseDecimal(text, out value);
    }

    /// <summary>Hex with 0x and without leading zeros; 0 is 0x0.</summary>
    public string ToHexString()
    {
        Span<char> text = stackalloc char[66];
        Hex.Encode(ToHash256().Bytes, text);
        var start = 2;
        while (start < 65 && text[start] == '0')
        {
            start++;
        }

        text[start - 2] = '0';
        text[start - 1] = 'x';
        return text[(start - 2)..].ToString();
    }

    /// <summary>Decimal.</summary>
    public override string ToString()
    {
        if (FitsUInt64)
        {
            return U0.ToString(CultureInfo.InvariantCulture);
        }

        var chunks = new Stack<ulong>();
        var rest = this;
        while (!rest.IsZero)
        {
            DivRem(rest, DecimalChunk, out rest, out var chunk);
            chunks.Push(chunk.U0);
        }

        var first = chunks.Pop().ToString(CultureInfo.InvariantCulture);
        return first + string.Concat(chunks.Select(c => c.ToString("D19", CultureInfo.InvariantCulture)));
    }

    private static bool TryParseHex(ReadOnlySpan<char> digits, out UInt256 value)
    {
        value = default;
        if (digits.IsEmpty)
        {
            return false;
        }

        digits = digits.TrimStart('0');
        if (digits.Length > 64)
        {
            return false;
        }

        Span<char> padded = stackalloc char[64];
        padded.Fill('0');
        digits.CopyTo(padded[(64 - digits.Length)..]);
        Span<byte> bytes = stackalloc byte[32];
        if (!Hex.TryDecodeExact(padded, bytes))
        {
            return false;
        }

        value = FromBigEndian(bytes);
        return true;
    }

    private static bool TryParseDecimal(ReadOnlySpan<char> digits, out UInt256 value)
    {
        value = default;
        if (digits.IsEmpty)
        {
            return false;
        }

        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c)
                || MultiplyOverflow(value, 10, out value)
                || Add(value, (ulong)(c - '0'), out value))
            {
                value = default;
                return false;
            }
        }

        return true;
    }
}
