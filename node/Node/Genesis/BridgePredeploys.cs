using System.Security.Cryptography;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Genesis;

/// <summary>The sidechain's half of the bridge as genesis accounts, from the committed artifact of bridge-contracts.</summary>
internal static class BridgePredeploys
{
    private const string Resource = "predeploys.json";

    /// <summary>The accounts for a signer set, the length of Clique's epochs (blocks) and a reserve of native coin (wei). Each call draws a fresh deployment id.</summary>
    public static IReadOnlyList<BridgePredeploy> For(IReadOnlyList<Address> signers, ulong epochLength, UInt256 reserve)
    {
        using var stream = typeof(BridgePredeploys).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the program.");
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("predeploys").EnumerateArray().Select(json => Read(json, signers, epochLength, reserve))];
    }

    private static BridgePredeploy Read(JsonElement json, IReadOnlyList<Address> signers, ulong epochLength, UInt256 reserve)
    {
        var balance = UInt256.Zero;
        List<(Hash256, UInt256)> storage = [];
        foreach (var slot in json.GetProperty("storage").EnumerateArray())
        {
            var value = slot.GetProperty("rule").GetString() switch
            {
                "constant" => UInt256.Parse(slot.GetProperty("value").GetString()!),
                "signerSetHash" => new SignerSet(signers).Hash.ToUInt256(),
                "deploymentId" => UInt256.FromBigEndian(RandomNumberGenerator.GetBytes(32)),
                "epochLength" => epochLength,
                "ownBalance" => balance = reserve,
                var rule => throw new InvalidDataException($"{Resource}: there is no rule '{rule}'."),
            };
            storage.Add((Hash256.Parse(slot.GetProperty("slot").GetString()!), value));
        }

        return new BridgePredeploy(
            json.GetProperty("name").GetString()!,
            Address.Parse(json.GetProperty("address").GetString()!),
            json.GetProperty("code").GetString()!,
            balance,
            storage);
    }
}
