using System.Text.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>Values in test files: looser than JSON-RPC. Numbers may be decimal or hex, with leading zeros, and "0x" is 0.</summary>
public static class FixtureJson
{
    public static UInt256 UInt256(JsonElement json)
    {
        var text = json.ValueKind == JsonValueKind.Number ? json.GetRawText() : json.GetString()!;
        return text is "" or "0x" ? Primitives.UInt256.Zero : Primitives.UInt256.Parse(text);
    }

    public static ulong UInt64(JsonElement json) => (ulong)UInt256(json);

    public static byte[] Bytes(JsonElement json) => Hex.Decode(json.GetString());

    public static Hash256 Hash(JsonElement json) => Hash256.Parse(json.GetString()!);

    public static Address Address(JsonElement json) => Primitives.Address.Parse(json.GetString()!);
}
