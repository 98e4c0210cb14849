using System.Text.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>Values of Ethereum's JSON-RPC: quantities and byte strings in hex. What has another form is the endpoint's fault.</summary>
internal static class RpcJson
{
    public static JsonElement Field(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            ? value
            : throw RpcException.Malformed(name, "present");

    /// <summary>The field, or null when it is absent or JSON null.</summary>
    public static JsonElement? OptionalField(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static ulong ToUInt64(this JsonElement value)
    {
        var number = value.ToUInt256();
        return number.FitsUInt64 ? number.Low64 : throw RpcException.Malformed(value.ToString(), "a 64-bit quantity");
    }

    public static UInt256 ToUInt256(this JsonElement value) =>
        value.Text().StartsWith("0x", StringComparison.OrdinalIgnoreCase) && UInt256.TryParse(value.Text(), out var number)
            ? number
            : throw RpcException.Malformed(value.ToString(), "a quantity");

    public static Hash256 ToHash(this JsonElement value) =>
        Hash256.TryParse(value.Text(), out var hash) ? hash : throw RpcException.Malformed(value.ToString(), "32 bytes");

    public static Address ToAddress(this JsonElement value) =>
        Address.TryParse(value.Text(), out var address) ? address : throw RpcException.Malformed(value.ToString(), "an address");

    public static byte[] ToBytes(this JsonElement value) =>
        Hex.TryDecode(value.Text(), out var bytes) ? bytes : throw RpcException.Malformed(value.ToString(), "bytes");

    public static IReadOnlyList<ReadOnlyMemory<byte>> ToByteList(this JsonElement value) =>
        [.. value.Items().Select(item => (ReadOnlyMemory<byte>)item.ToBytes())];

    public static IEnumerable<JsonElement> Items(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw RpcException.Malformed(value.ToString(), "a list");

    private static string Text(this JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw RpcException.Malformed(value.ToString(), "a text");
}
