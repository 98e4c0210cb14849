using System.Text.Json;
using System.Text.Json.Nodes;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>The plan file of a bridge, and the same within a deployment file: what <see cref="BridgeTerms"/> has, but for the genesis.</summary>
/// <remarks>Every field but <c>router</c> is demanded, <c>null</c> for what is not wanted: a slip of the pen cannot leave a guardian out.</remarks>
public static class BridgeTermsFile
{
    /// <summary>Value of the field <c>format</c>.</summary>
    public const string Format = "poa-sidechain-bridge-plan/1";

    /// <summary>Reads a plan file for a sidechain.</summary>
    /// <param name="json">Text of the file.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="genesisHeader">RLP of the sidechain's genesis header.</param>
    /// <param name="sidechainChainId">Chain id of the sidechain.</param>
    /// <param name="epochLength">Blocks between its epoch blocks.</param>
    /// <exception cref="FormatException">Names the field and what was expected.</exception>
    public static BridgeTerms Parse(string json, string name, ReadOnlyMemory<byte> genesisHeader, UInt256 sidechainChainId, ulong epochLength)
    {
        using var document = DeploymentReader.Open(json, name);
        var reader = new DeploymentReader(name);
        reader.RequireFormat(document.RootElement, Format);
        return Read(reader, document.RootElement, "", genesisHeader, sidechainChainId, epochLength);
    }

    /// <summary>The text of a plan file.</summary>
    public static string Write(BridgeTerms terms)
    {
        var plan = ToJson(terms);
        plan.Insert(0, "format", Format);
        return plan.ToJsonString(Deployment.IndentedJson) + "\n";
    }

    internal static JsonObject ToJson(BridgeTerms terms) => new()
    {
        ["l1ChainId"] = terms.L1ChainId.Low64,
        ["ethLimits"] = ToJson(terms.EthLimits),
        ["erc20Limits"] = ToJson(terms.Erc20Limits),
        ["quarantineSeconds"] = terms.QuarantineSeconds,
        ["guardians"] = new JsonArray([.. terms.Guardians.Select(g => (JsonNode)g.ToChecksumString())]),
        ["council"] = Text(terms.Council),
        ["timelock"] = Text(terms.Timelock),
        ["extraVerifier"] = Text(terms.ExtraVerifier),
        ["feePool"] = terms.FeePool is { } pool
            ? new JsonObject { ["dailyBudget"] = pool.DailyBudget.ToString(), ["reward"] = pool.Reward.ToString() }
            : null,
        ["router"] = terms.Router is { } router
            ? new JsonObject { ["weth"] = router.Weth.ToChecksumString(), ["permit2"] = Text(router.Permit2) }
            : null,
    };

    internal static BridgeTerms Read(
        DeploymentReader reader, JsonElement plan, string path, ReadOnlyMemory<byte> genesisHeader, UInt256 sidechainChainId, ulong epochLength)
    {
        var feePool = reader.OptionalSection(plan, path + "feePool");

        // Files of before there was a router in them are of bridges that have none.
        var router = plan.TryGetProperty("router", out _) ? reader.OptionalSection(plan, path + "router") : null;
        return new BridgeTerms
        {
            L1ChainId = reader.Number(plan, path + "l1ChainId"),
            GenesisHeader = genesisHeader,
            SidechainChainId = sidechainChainId,
            EpochLength = epochLength,
            EthLimits = Limits(reader, plan, path + "ethLimits"),
            Erc20Limits = Limits(reader, plan, path + "erc20Limits"),
            QuarantineSeconds = reader.Number(plan, path + "quarantineSeconds"),
            Guardians = reader.Addresses(plan, path + "guardians"),
            Council = reader.OptionalAddress(plan, path + "council"),
            Timelock = reader.OptionalAddress(plan, path + "timelock"),
            ExtraVerifier = reader.OptionalAddress(plan, path + "extraVerifier"),
            FeePool = feePool is { } pool
                ? new FeePoolTerms(reader.Amount(pool, path + "feePool.dailyBudget"), reader.Amount(pool, path + "feePool.reward"))
                : null,
            Router = router is { } section
                ? new RouterTerms(reader.Address(section, path + "router.weth"), reader.OptionalAddress(section, path + "router.permit2"))
                : null,
        };
    }

    private static JsonObject ToJson(SpeedLimits limits) => new()
    {
        ["instantBps"] = limits.InstantBps,
        ["bucketBps"] = limits.BucketBps,
        ["largeBps"] = limits.LargeBps,
        ["refillSeconds"] = limits.RefillSeconds,
        ["queueSeconds"] = limits.QueueSeconds,
        ["largeQueueSeconds"] = limits.LargeQueueSeconds,
    };

    private static SpeedLimits Limits(DeploymentReader reader, JsonElement plan, string path)
    {
        var section = reader.Section(plan, path);
        return new SpeedLimits(
            Basis(reader, section, path + ".instantBps"),
            Basis(reader, section, path + ".bucketBps"),
            Basis(reader, section, path + ".largeBps"),
            Seconds(reader, section, path + ".refillSeconds"),
            Seconds(reader, section, path + ".queueSeconds"),
            Seconds(reader, section, path + ".largeQueueSeconds"));
    }

    private static ulong Basis(DeploymentReader reader, JsonElement section, string path) => reader.Number(section, path, 10_000);

    private static ulong Seconds(DeploymentReader reader, JsonElement section, string path) => reader.Number(section, path, uint.MaxValue);

    private static JsonNode? Text(Address address) => address.IsZero ? null : (JsonNode)address.ToChecksumString();
}
