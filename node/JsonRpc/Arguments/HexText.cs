using System.Globalization;
using System.Text.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Arguments;

/// <summary>Reads hex strings strictly, refusing them with geth's texts.</summary>
internal static class HexText
{
    private const string Syntax = "invalid hex string";
    private const string MissingPrefix = "hex string without 0x prefix";
    private const string OddLength = "hex string of odd length";
    private const string EmptyNumber = "hex string \"0x\"";
    private const string LeadingZero = "hex number with leading zero digits";

    /// <summary>A quantity of at most 64 bits; the error is geth's bare text.</summary>
    public static string? ReadUInt64(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        if (StripNumberPrefix(text, out var digits) is { } fault)
        {
            return fault;
        }

        return digits.Length > 16 ? "hex number > 64 bits"
            : digits.IsEmpty || ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) ? null
            : Syntax;
    }

    /// <summary>A quantity of at most 256 bits; the error is geth's bare text.</summary>
    public static string? ReadUInt256(ReadOnlySpan<byte> text, out UInt256 value)
    {
        value = default;
        if (StripNumberPrefix(text, out var digits) is { } fault)
        {
            return fault;
        }

        if (digits.Length > 64)
        {
            return "hex number > 256 bits";
        }

        Span<byte> padded = stackalloc byte[64];
        padded.Fill((byte)'0');
        digits.CopyTo(padded[(64 - digits.Length)..]);
        Span<byte> bytes = stackalloc byte[32];
        if (!TryDecode(padded, bytes))
        {
            return Syntax;
        }

        value = UInt256.FromBigEndian(bytes);
        return null;
    }

    /// <summary>Bytes of any number; the error is geth's bare text.</summary>
    public static string? ReadBytes(ReadOnlySpan<byte> text, out byte[] bytes)
    {
        bytes = [];
        if (StripPrefix(text, out var digits) is { } fault)
        {
            return fault;
        }

        var result = new byte[digits.Length / 2];
        if (!TryDecode(digits, result))
        {
            return Syntax;
        }

        bytes = result;
        return null;
    }

    /// <summary>A JSON string with exactly so many bytes.</summary>
    public static ArgumentError? ReadFixed(ref Utf8JsonReader reader, string goType, scoped Span<byte> destination)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return new ArgumentError("non-string", goType);
        }

        if (StripPrefix(reader.ValueSpan, out var digits) is { } fault)
        {
            return new ArgumentError(fault, goType);
        }

        if (digits.Length != destination.Length * 2)
        {
            return new ArgumentError($"hex string has length {digits.Length}, want {destination.Length * 2} for {goType}");
        }

        return TryDecode(digits, destination) ? null : new ArgumentError(Syntax, goType);
    }

    private static string? StripPrefix(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> digits)
    {
        digits = default;
        if (text.IsEmpty)
        {
            return null;
        }

        if (!HasPrefix(text))
        {
            return MissingPrefix;
        }

        digits = text[2..];
        return (digits.Length & 1) != 0 ? OddLength : null;
    }

    private static string? StripNumberPrefix(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> digits)
    {
        digits = default;
        if (text.IsEmpty)
        {
            return null;
        }

        if (!HasPrefix(text))
        {
            return MissingPrefix;
        }

        digits = text[2..];
        return digits.IsEmpty ? EmptyNumber
            : digits.Length > 1 && digits[0] == '0' ? LeadingZero
            : null;
    }

    private static bool HasPrefix(ReadOnlySpan<byte> text) => text.Length >= 2 && text[0] == '0' && (text[1] | 0x20) == 'x';

    private static bool TryDecode(ReadOnlySpan<byte> digits, Span<byte> bytes) =>
        Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
}
