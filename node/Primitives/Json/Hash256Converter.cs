using System.Text.Json;
using System.Text.Json.Serialization;

namespace PoaSidechain.Primitives.Json;

/// <summary>JSON-RPC's form of a hash, also as the key of an object.</summary>
public sealed class Hash256Converter : JsonConverter<Hash256>
{
    /// <inheritdoc/>
    public override Hash256 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = Hash256.Zero;
        var error = HexJson.TryTextOf(ref reader, out var text) ? HexJson.ReadHash(text, out value) : HexError.NotText;
        return error == HexError.None ? value : throw new JsonException(HexJson.TextOf(error));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Hash256 value, JsonSerializerOptions options) => HexJson.WriteData(writer, value.Bytes);

    /// <inheritdoc/>
    public override Hash256 ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, Hash256 value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString());
}
