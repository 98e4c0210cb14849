using System.Text.Json;
using System.Text.Json.Serialization;

namespace PoaSidechain.Primitives.Json;

/// <summary>JSON-RPC's form of a number below 2^256: a quantity.</summary>
public sealed class UInt256Converter : JsonConverter<UInt256>
{
    /// <inheritdoc/>
    public override UInt256 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = UInt256.Zero;
        var error = HexJson.TryTextOf(ref reader, out var text) ? HexJson.ReadQuantity(text, out value) : HexError.NotText;
        return error == HexError.None ? value : throw new JsonException(HexJson.TextOf(error));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, UInt256 value, JsonSerializerOptions options) => HexJson.WriteQuantity(writer, value);
}
