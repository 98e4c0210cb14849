using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Unit.Primitives.Bridge;

/// <summary>The file that forge and xunit both read: tests/vectors/bridge-vectors.json.</summary>
internal static class BridgeVectors
{
    public static JsonElement Root { get; } = Load();

    public static BridgeIdentity Identity { get; } = ReadIdentity(Root.GetProperty("bridge"));

    public static IEnumerable<JsonElement> List(string name) => Root.GetProperty(name).EnumerateArray();

    public static Hash256 Hash(this JsonElement parent, string name) => Hash256.Parse(parent.GetProperty(name).GetString()!);

    public static Address Address(this JsonElement parent, string name) => PoaSidechain.Primitives.Address.Parse(parent.GetProperty(name).GetString()!);

    public static byte[] Bytes(this JsonElement parent, string name) => Hex.Decode(parent.GetProperty(name).GetString());

    public static UInt256 Number(this JsonElement parent, string name)
    {
        var value = parent.GetProperty(name);
        return UInt256.Parse(value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString()!);
    }

    public static ulong Small(this JsonElement parent, string name) => parent.Number(name).Low64;

    public static SignerSet Set(this JsonElement parent, string name) =>
        new(parent.Bytes(name).Chunk(20).Select(bytes => new Address(bytes)));

    public static MerklePath Path(this JsonElement proof) =>
        new(proof.Small("mask"), [.. proof.GetProperty("siblings").EnumerateArray().Select(s => Hash256.Parse(s.GetString()!))]);

    private static BridgeIdentity ReadIdentity(JsonElement bridge) => new(
        bridge.Number("sidechainChainId"),
        bridge.Hash("genesisHash"),
        bridge.Number("l1ChainId"),
        bridge.Address("anchor"),
        bridge.Address("vault"));

    private static JsonElement Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Checkout.PathOf("tests", "vectors", "bridge-vectors.json")));
        return document.RootElement.Clone();
    }
}
