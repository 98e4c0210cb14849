using System.Text.Json;
using System.Text.Json.Serialization;

namespace PoaSidechain.Primitives.Json;

/// <summary>JSON-RPC's form of an address, also as the key of an object.</summary>
public sealed class AddressConverter : JsonConverter<Address>
{
    /// <inheritdoc/>
    public override Address Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = Address.Zero;
        var error = HexJson.TryTextOf(ref reader, out var text) ? HexJson.ReadAddress(text, out value) : HexError.NotText;
        return error == HexError.None ? value : throw new JsonException(HexJson.TextOf(error));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Address value, JsonSerializerOptions options) => HexJson.WriteData(writer, value.Bytes);

    /// <inheritdoc/>
    public override Address ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, Address value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString());
}
