using System.Globalization;
using System.Text.Json;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Arguments;

internal static partial class Arg
{
    private const int MaxStorageKeyDigits = 64;

    /// <summary>A storage key: up to 32 bytes of hex, with or without 0x and leading zeros.</summary>
    public static Argument<StorageKey> StorageKey { get; } = new(ReadStorageKey);

    /// <summary>A count as geth's math.HexOrDecimal64 takes it: a number, a decimal string, or hex with 0x.</summary>
    public static Argument<ulong> Count { get; } = new(ReadCount);

    /// <summary>A JSON number.</summary>
    internal static ArgumentError? ReadDouble(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value) ? null : Mismatch(reader.TokenType, "float64");
    }

    internal static ArgumentError? ReadStorageKey(ref Utf8JsonReader reader, out StorageKey value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.String)
        {
            return Mismatch(reader.TokenType, "string");
        }

        var text = reader.Text();
        var digits = Hex.StripPrefix(text).ToString();
        if (digits.Length > MaxStorageKeyDigits)
        {
            return new ArgumentError($"storage key too long (want at most 32 bytes): \"{text}\"") { IsOfMethod = true };
        }

        if (!Hash256.TryParse(digits.PadLeft(MaxStorageKeyDigits, '0'), out var slot))
        {
            return new ArgumentError($"invalid hex in storage key: \"{text}\"") { IsOfMethod = true };
        }

        value = new StorageKey(slot.ToUInt256(), digits.Length >= MaxStorageKeyDigits - 1);
        return null;
    }

    private static ArgumentError? ReadCount(ref Utf8JsonReader reader, out ulong value)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out value))
        {
            return null;
        }

        value = 0;
        if (reader.TokenType != JsonTokenType.String)
        {
            return new ArgumentError($"invalid hex or decimal integer \"{JsonText(ref reader)}\"");
        }

        var text = reader.Text();
        var digits = Hex.StripPrefix(text);
        var isRead = digits.Length != text.Length
            ? ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : text.Length == 0 || ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return isRead ? null : new ArgumentError($"invalid hex or decimal integer \"{text}\"");
    }

    private static string JsonText(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }
}
