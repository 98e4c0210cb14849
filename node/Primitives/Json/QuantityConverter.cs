using System.Text.Json;
using System.Text.Json.Serialization;

namespace PoaSidechain.Primitives.Json;

/// <summary>JSON-RPC's form of a number below 2^64: a quantity.</summary>
public sealed class QuantityConverter : JsonConverter<ulong>
{
    /// <inheritdoc/>
    public override ulong Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ulong value = 0;
        var error = HexJson.TryTextOf(ref reader, out var text) ? HexJson.ReadQuantity(text, out value) : HexError.NotText;
        return error == HexError.None ? value : throw new JsonException(HexJson.TextOf(error));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options) => HexJson.WriteQuantity(writer, value);
}
