using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.Conformance.Framework;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary><see cref="FixtureJson"/> in the words of state tests.</summary>
internal static class JsonValues
{
    /// <summary>A quantity; throws <see cref="FormatException"/> when it does not fit 256 bits.</summary>
    public static UInt256 Quantity(this JsonElement element) => FixtureJson.UInt256(element);

    public static UInt256 Quantity(this JsonElement parent, string name) => parent.GetProperty(name).Quantity();

    public static UInt256? OptionalQuantity(this JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var element) && element.ValueKind != JsonValueKind.Null ? element.Quantity() : null;

    /// <summary>A member that is there and not null.</summary>
    public static JsonElement? Optional(this JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var element) && element.ValueKind != JsonValueKind.Null ? element : null;

    public static Address Address(this JsonElement parent, string name) => FixtureJson.Address(parent.GetProperty(name));

    public static Hash256 Hash(this JsonElement parent, string name) => FixtureJson.Hash(parent.GetProperty(name));

    public static byte[] Bytes(this JsonElement parent, string name) => parent.GetProperty(name).Bytes();

    public static byte[] Bytes(this JsonElement element) => FixtureJson.Bytes(element);
}
