using System.Text.Json;

namespace PoaSidechain.Primitives.Abi;

/// <summary>Values written in JSON, as typed data (EIP-712) and command lines have them.</summary>
internal static class AbiJson
{
    /// <summary>A value of a type: numbers as JSON integers or text (decimal, or hex with 0x; a minus sign for intN), bytes and addresses as hex.</summary>
    public static object Read(AbiType type, JsonElement json) => type.Kind switch
    {
        AbiKind.UnsignedInteger or AbiKind.SignedInteger => Number(type, json),
        AbiKind.Address => Address.TryParse(Text(type, json), out var address) ? address : throw Unfit(type, json),
        AbiKind.Boolean => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw Unfit(type, json),
        AbiKind.FixedBytes or AbiKind.Bytes => Hex.TryDecode(Text(type, json), out var bytes) ? bytes : throw Unfit(type, json),
        AbiKind.Text => Text(type, json),
        AbiKind.Tuple => Tuple(type, json),
        _ => json.ValueKind == JsonValueKind.Array
            ? json.EnumerateArray().Select(element => Read(type.Element!, element)).ToArray()
            : throw Unfit(type, json),
    };

    private static object[] Tuple(AbiType type, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == type.Components.Count)
        {
            return [.. type.Components.Zip(json.EnumerateArray(), (component, element) => Read(component.Type, element))];
        }

        return json.ValueKind == JsonValueKind.Object
            ? [.. type.Components.Select(c => Read(c.Type, json.TryGetProperty(c.Name, out var value) ? value : throw Unfit(type, json)))]
            : throw Unfit(type, json);
    }

    private static UInt256 Number(AbiType type, JsonElement json)
    {
        var text = json.ValueKind == JsonValueKind.Number ? json.GetRawText() : Text(type, json);
        var isNegative = text.StartsWith('-');
        var digits = isNegative ? text.AsSpan(1) : text;
        if (!UInt256.TryParse(digits, out var magnitude) || (isNegative && type.Kind != AbiKind.SignedInteger))
        {
            throw Unfit(type, json);
        }

        // A magnitude of 2^255 or more would come out with the other sign.
        var fits = type.Kind == AbiKind.UnsignedInteger || !magnitude.IsNegative || (isNegative && magnitude == UInt256.One << 255);
        return fits ? isNegative ? UInt256.Negate(magnitude) : magnitude : throw Unfit(type, json);
    }

    private static string Text(AbiType type, JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Unfit(type, json);

    private static AbiException Unfit(AbiType type, JsonElement json) => new($"{Shorten(json.GetRawText())} is no value of the type {type}.");

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
