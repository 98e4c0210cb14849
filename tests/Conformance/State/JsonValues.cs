using System.Text.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>Values as fixtures write them: quantities with leading zeros, "0x" for 0, here and there a decimal.</summary>
internal static class JsonValues
{
    /// <summary>A quantity; throws <see cref="FormatException"/> when it does not fit 256 bits.</summary>
    public static UInt256 Quantity(this JsonElement element)
    {
        var text = element.ValueKind == JsonValueKind.Number ? element.GetRawText() : element.GetString()!;
        return text is "0x" or "" ? default : UInt256.Parse(text);
    }

    public static UInt256 Quantity(this JsonElement parent, string name) => parent.GetProperty(name).Quantity();

    public static UInt256? OptionalQuantity(this JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var element) ? element.Quantity() : null;

    public static Address Address(this JsonElement parent, string name) => Primitives.Address.Parse(parent.GetProperty(name).GetString()!);

    public static Hash256 Hash(this JsonElement parent, string name) => Hash256.Parse(parent.GetProperty(name).GetString()!);

    public static byte[] Bytes(this JsonElement parent, string name) => parent.GetProperty(name).Bytes();

    public static byte[] Bytes(this JsonElement element) => Hex.Decode(element.GetString()!);
}
