using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PoaSidechain.Primitives.Specs;

/// <content>The forms of values that geth takes. Text in quotes is taken as it stands, escapes are not resolved: geth does the same.</content>
internal ref partial struct GenesisJson
{
    /// <summary>A number below 2^64: a JSON integer, or text that is decimal, hex with 0x, or empty for 0. Null for JSON null.</summary>
    public readonly ulong? Quantity64()
    {
        const string expected = "a number below 2^64: an integer, decimal text or hex text with 0x";
        if (IsNull)
        {
            return null;
        }

        return TryQuantity(out var value) && value.FitsUInt64 ? value.Low64 : throw Unexpected(expected);
    }

    /// <summary>A number below 2^256 in the same forms.</summary>
    public readonly UInt256? Quantity256()
    {
        const string expected = "a number below 2^256: an integer, decimal text or hex text with 0x";
        if (IsNull)
        {
            return null;
        }

        return TryQuantity(out var value) ? value : throw Unexpected(expected);
    }

    /// <summary>A bare JSON integer of any size; beyond 256 bits it is as good as 2^256 - 1. Null for JSON null.</summary>
    /// <remarks>Differs from geth: negative numbers are refused, where geth takes a fork at block -1 as active from the start.</remarks>
    public readonly UInt256? BigInteger(string expected = "an integer without quotes, 0 or larger")
    {
        if (IsNull)
        {
            return null;
        }

        var digits = _reader.TokenType == JsonTokenType.Number ? _reader.ValueSpan : [];
        digits = digits.SequenceEqual("-0"u8) ? digits[1..] : digits;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            throw Unexpected(expected);
        }

        return UInt256.TryParse(Encoding.ASCII.GetString(digits), out var value) ? value : UInt256.MaxValue;
    }

    /// <summary>A bare JSON integer below 2^64. Null for JSON null.</summary>
    public readonly ulong? UInt64()
    {
        if (IsNull)
        {
            return null;
        }

        return _reader.TokenType == JsonTokenType.Number
            && ulong.TryParse(_reader.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Unexpected("an unsigned 64-bit integer");
    }

    /// <summary>true or false. Null for JSON null.</summary>
    public readonly bool? Bool() => _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        _ => throw Unexpected("true or false"),
    };

    /// <summary>Bytes in hex with 0x and an even number of digits; an empty text is no bytes. Null for JSON null.</summary>
    public readonly byte[]? Bytes(string expected = "bytes in hex with 0x and an even number of digits")
    {
        if (IsNull)
        {
            return null;
        }

        var text = _reader.TokenType == JsonTokenType.String ? Encoding.UTF8.GetString(_reader.ValueSpan) : "?";
        return (text.Length == 0 || HasPrefix(text)) && Hex.TryDecode(text, out var bytes) ? bytes : throw Unexpected(expected);
    }

    /// <summary>Exactly 32 bytes in hex with 0x. Null for JSON null.</summary>
    public readonly Hash256? Hash()
    {
        const string expected = "32 bytes in hex with 0x (64 digits)";
        return Bytes(expected) is not { } bytes ? null : bytes.Length == Hash256.Size ? new Hash256(bytes) : throw Unexpected(expected);
    }

    /// <summary>Exactly 20 bytes in hex with 0x. Null for JSON null.</summary>
    public readonly Address? Address()
    {
        const string expected = "an address: 20 bytes in hex with 0x (40 digits)";
        return Bytes(expected) is not { } bytes
            ? null
            : bytes.Length == Primitives.Address.Size ? new Address(bytes) : throw Unexpected(expected);
    }

    /// <summary>The text of a string with its escapes resolved.</summary>
    public readonly string Text(string expected) => _reader.TokenType == JsonTokenType.String ? KeyText() : throw Unexpected(expected);

    private static bool HasPrefix(ReadOnlySpan<char> text) => Hex.StripPrefix(text).Length != text.Length;

    private readonly bool TryQuantity(out UInt256 value)
    {
        value = default;
        if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return false;
        }

        return _reader.ValueSpan.IsEmpty || UInt256.TryParse(Encoding.UTF8.GetString(_reader.ValueSpan), out value);
    }
}
