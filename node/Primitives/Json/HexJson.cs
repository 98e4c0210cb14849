using System.Text;
using System.Text.Json;

namespace PoaSidechain.Primitives.Json;

/// <summary>The hex forms of Ethereum's JSON-RPC: quantities (no leading zeros), data (whole bytes) and values of fixed length.</summary>
/// <remarks>
/// Takes and refuses what geth does: 0X and upper case are fine, an empty text is 0 or no bytes. For hand-written readers; the converters
/// beside it do the same for System.Text.Json. Thread: any.
/// </remarks>
public static class HexJson
{
    private const int MaxQuantityDigits = 64;

    /// <summary>geth's words for an error.</summary>
    public static string TextOf(HexError error) => error switch
    {
        HexError.None => "",
        HexError.NotText => "non-string",
        HexError.MissingPrefix => "hex string without 0x prefix",
        HexError.InvalidDigit => "invalid hex string",
        HexError.OddLength => "hex string of odd length",
        HexError.EmptyNumber => "hex string \"0x\"",
        HexError.LeadingZero => "hex number with leading zero digits",
        HexError.Beyond64Bits => "hex number > 64 bits",
        HexError.Beyond256Bits => "hex number > 256 bits",
        _ => "hex string of another length",
    };

    /// <summary>Reads a quantity below 2^64.</summary>
    public static HexError ReadQuantity(ReadOnlySpan<byte> utf8, out ulong value)
    {
        var error = ReadQuantity(utf8, 16, HexError.Beyond64Bits, out var number);
        value = number.Low64;
        return error;
    }

    /// <summary>Reads a quantity below 2^256.</summary>
    public static HexError ReadQuantity(ReadOnlySpan<byte> utf8, out UInt256 value) =>
        ReadQuantity(utf8, MaxQuantityDigits, HexError.Beyond256Bits, out value);

    /// <summary>Reads bytes.</summary>
    public static HexError ReadData(ReadOnlySpan<byte> utf8, out byte[] value)
    {
        value = [];
        var error = DigitsOfBytes(utf8, out var digits);
        if (error != HexError.None)
        {
            return error;
        }

        var bytes = new byte[digits.Length / 2];
        error = Decode(digits, bytes);
        value = error == HexError.None ? bytes : [];
        return error;
    }

    /// <summary>Reads exactly as many bytes as there is room for.</summary>
    public static HexError ReadFixed(ReadOnlySpan<byte> utf8, Span<byte> destination)
    {
        var error = DigitsOfBytes(utf8, out var digits);
        return error != HexError.None ? error
            : digits.Length != destination.Length * 2 ? HexError.WrongLength
            : Decode(digits, destination);
    }

    /// <summary>Reads an address.</summary>
    public static HexError ReadAddress(ReadOnlySpan<byte> utf8, out Address value)
    {
        Span<byte> bytes = stackalloc byte[Address.Size];
        var error = ReadFixed(utf8, bytes);
        value = error == HexError.None ? new Address(bytes) : default;
        return error;
    }

    /// <summary>Reads a hash.</summary>
    public static HexError ReadHash(ReadOnlySpan<byte> utf8, out Hash256 value)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Size];
        var error = ReadFixed(utf8, bytes);
        value = error == HexError.None ? new Hash256(bytes) : default;
        return error;
    }

    /// <summary>Writes a quantity as a JSON string.</summary>
    public static void WriteQuantity(Utf8JsonWriter writer, ulong value) => WriteQuantity(writer, (UInt256)value);

    /// <summary>Writes a quantity as a JSON string.</summary>
    public static void WriteQuantity(Utf8JsonWriter writer, in UInt256 value)
    {
        Span<char> text = stackalloc char[2 + MaxQuantityDigits];
        Hex.Encode(value.ToHash256().Bytes, text);
        var digits = text[2..].TrimStart('0');
        var start = text.Length - Math.Max(digits.Length, 1) - 2;
        (text[start], text[start + 1]) = ('0', 'x');
        writer.WriteStringValue(text[start..]);
    }

    /// <summary>Writes bytes as a JSON string.</summary>
    public static void WriteData(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes)
    {
        const int onStack = 128;
        if (bytes.Length > onStack)
        {
            writer.WriteStringValue(Hex.Encode(bytes));
            return;
        }

        Span<char> text = stackalloc char[2 + (2 * onStack)];
        Hex.Encode(bytes, text);
        writer.WriteStringValue(text[..(2 + (2 * bytes.Length))]);
    }

    /// <summary>Adds the converters for addresses, hashes, bytes and quantities; every <see cref="ulong"/> then becomes a quantity.</summary>
    public static void AddConverters(JsonSerializerOptions options)
    {
        options.Converters.Add(new AddressConverter());
        options.Converters.Add(new Hash256Converter());
        options.Converters.Add(new UInt256Converter());
        options.Converters.Add(new QuantityConverter());
        options.Converters.Add(new DataConverter());
    }

    /// <summary>The text of a string token, without a copy where it has no escapes; false for another token.</summary>
    internal static bool TryTextOf(ref Utf8JsonReader reader, out ReadOnlySpan<byte> utf8)
    {
        utf8 = default;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            return false;
        }

        utf8 = reader.HasValueSequence || reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        return true;
    }

    private static HexError ReadQuantity(ReadOnlySpan<byte> utf8, int maxDigits, HexError beyond, out UInt256 value)
    {
        value = default;
        if (utf8.IsEmpty)
        {
            return HexError.None;
        }

        if (!HasPrefix(utf8))
        {
            return HexError.MissingPrefix;
        }

        var digits = utf8[2..];
        if (digits.IsEmpty)
        {
            return HexError.EmptyNumber;
        }

        if (digits.Length > 1 && digits[0] == (byte)'0')
        {
            return HexError.LeadingZero;
        }

        if (digits.Length > maxDigits)
        {
            return beyond;
        }

        Span<byte> padded = stackalloc byte[MaxQuantityDigits];
        padded.Fill((byte)'0');
        digits.CopyTo(padded[(MaxQuantityDigits - digits.Length)..]);
        Span<byte> bytes = stackalloc byte[Hash256.Size];
        var error = Decode(padded, bytes);
        value = error == HexError.None ? UInt256.FromBigEndian(bytes) : default;
        return error;
    }

    private static HexError DigitsOfBytes(ReadOnlySpan<byte> utf8, out ReadOnlySpan<byte> digits)
    {
        digits = default;
        if (utf8.IsEmpty)
        {
            return HexError.None;
        }

        if (!HasPrefix(utf8))
        {
            return HexError.MissingPrefix;
        }

        digits = utf8[2..];
        return (digits.Length & 1) == 0 ? HexError.None : HexError.OddLength;
    }

    private static bool HasPrefix(ReadOnlySpan<byte> utf8) => utf8.Length >= 2 && utf8[0] == (byte)'0' && (utf8[1] | 0x20) == 'x';

    private static HexError Decode(ReadOnlySpan<byte> digits, Span<byte> bytes) =>
        Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? HexError.None : HexError.InvalidDigit;
}
