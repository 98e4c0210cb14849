using System.Text.Json;
using System.Text.Json.Serialization;

namespace PoaSidechain.Primitives.Json;

/// <summary>JSON-RPC's form of bytes: data.</summary>
public sealed class DataConverter : JsonConverter<ReadOnlyMemory<byte>>
{
    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        byte[] value = [];
        var error = HexJson.TryTextOf(ref reader, out var text) ? HexJson.ReadData(text, out value) : HexError.NotText;
        return error == HexError.None ? value : throw new JsonException(HexJson.TextOf(error));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) => HexJson.WriteData(writer, value.Span);
}
