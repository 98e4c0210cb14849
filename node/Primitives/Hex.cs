using System.Globalization;

namespace PoaSidechain.Primitives;

/// <summary>Hexadecimal text to bytes and back: the form of every value on JSON-RPC and in genesis files.</summary>
public static class Hex
{
    /// <summary>Lower-case hex with 0x.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) =>
        string.Create(2 + (bytes.Length * 2), bytes, static (text, source) => Encode(source, text));

    /// <summary>Writes 0x and lower-case hex; <paramref name="text"/> must have room for 2 + 2n characters.</summary>
    public static void Encode(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        text[0] = '0';
        text[1] = 'x';
        Convert.TryToHexStringLower(bytes, text[2..], out _);
    }

    /// <summary>The bytes of even-length hex, with or without 0x or 0X, any case.</summary>
    public static byte[] Decode(ReadOnlySpan<char> text) =>
        TryDecode(text, out var bytes) ? bytes : throw new FormatException($"'{text.ToString()}' is not hex of even length.");

    /// <summary>The bytes of even-length hex, with or without 0x or 0X, any case.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        text = StripPrefix(text);
        bytes = [];
        if ((text.Length & 1) != 0)
        {
            return false;
        }

        var result = new byte[text.Length / 2];
        if (Convert.FromHexString(text, result, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        bytes = result;
        return true;
    }

    /// <summary>True when the text is hex of exactly as many bytes as <paramref name="destination"/> has room for.</summary>
    public static bool TryDecodeExact(ReadOnlySpan<char> text, Span<byte> destination)
    {
        text = StripPrefix(text);
        return text.Length == destination.Length * 2
            && Convert.FromHexString(text, destination, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    /// <summary>A JSON-RPC quantity: 0x and no leading zeros, zero is 0x0.</summary>
    public static string Quantity(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>A JSON-RPC quantity: 0x and no leading zeros, zero is 0x0.</summary>
    public static string Quantity(in UInt256 value) => value.ToHexString();

    /// <summary>The text behind 0x or 0X, or the text itself.</summary>
    public static ReadOnlySpan<char> StripPrefix(ReadOnlySpan<char> text) =>
        text.Length >= 2 && text[0] == '0' && (text[1] | 0x20) == 'x' ? text[2..] : text;
}
