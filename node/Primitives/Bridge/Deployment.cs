using System.Text.Json;
using System.Text.Json.Nodes;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>What one bridge is made of: both chains, the contracts, the genesis. Written once by the tool that deployed the L1 contracts.</summary>
/// <remarks>Form of the file: checkpointer/README.md. Nothing in it is secret and nothing in it is believed before it was checked on both chains.</remarks>
public sealed class Deployment
{
    /// <summary>Value of the field <c>format</c>.</summary>
    public const string Format = "poa-sidechain-deployment/1";

    internal static readonly JsonSerializerOptions IndentedJson = new() { WriteIndented = true };

    private Deployment(BridgeIdentity identity, ulong l1StartBlock, ulong epochLength, DeployedPlan? plan)
    {
        Identity = identity;
        L1StartBlock = l1StartBlock;
        EpochLength = epochLength;
        Plan = plan;
    }

    /// <summary>Chains and L1 contracts.</summary>
    public BridgeIdentity Identity { get; }

    /// <summary>L1 block in which the Anchor was created: no event of the bridge is older.</summary>
    public ulong L1StartBlock { get; }

    /// <summary>Blocks between the sidechain's epoch blocks (<c>clique.epoch</c> of its genesis).</summary>
    public ulong EpochLength { get; }

    /// <summary>How it was deployed; null in a file that does not say so.</summary>
    public DeployedPlan? Plan { get; }

    /// <summary>Reads the text of a deployment file.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">What the file is called in messages.</param>
    /// <exception cref="FormatException">Names the field and what was expected.</exception>
    public static Deployment Parse(string json, string name = "deployment")
    {
        using var document = DeploymentReader.Open(json, name);
        return Read(document.RootElement, name);
    }

    /// <summary>The text of the file for a bridge.</summary>
    /// <param name="plan">How it was deployed.</param>
    /// <param name="l1StartBlock">L1 block in which the Anchor was created.</param>
    public static string Write(DeploymentPlan plan, ulong l1StartBlock)
    {
        var terms = plan.Terms;
        var written = BridgeTermsFile.ToJson(terms);
        written["genesisHeader"] = Hex.Encode(terms.GenesisHeader.Span);
        written["deployer"] = plan.Deployer.ToChecksumString();
        written["firstNonce"] = plan.FirstNonce;
        written["contracts"] = new JsonObject(plan.Steps.Select(step => KeyValuePair.Create(step.Contract, (JsonNode?)step.Address.ToChecksumString())));
        var content = new JsonObject
        {
            ["format"] = Format,
            ["l1"] = new JsonObject
            {
                ["chainId"] = terms.L1ChainId.Low64,
                ["anchor"] = plan.Identity.Anchor.ToChecksumString(),
                ["vault"] = plan.Identity.Vault.ToChecksumString(),
                ["startBlock"] = l1StartBlock,
            },
            ["sidechain"] = new JsonObject
            {
                ["chainId"] = terms.SidechainChainId.Low64,
                ["genesisHash"] = plan.Identity.GenesisHash.ToString(),
                ["epochLength"] = terms.EpochLength,
                ["predeploys"] = new JsonObject(Predeploys.All.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Address.ToChecksumString()))),
            },
            ["plan"] = written,
        };
        return content.ToJsonString(IndentedJson) + "\n";
    }

    private static Deployment Read(JsonElement root, string name)
    {
        var reader = new DeploymentReader(name);
        reader.RequireFormat(root, Format);
        var l1 = reader.Section(root, "l1");
        var sidechain = reader.Section(root, "sidechain");
        reader.RequirePredeploys(reader.Section(sidechain, "sidechain.predeploys"));
        var identity = new BridgeIdentity(
            reader.Number(sidechain, "sidechain.chainId"),
            reader.Hash(sidechain, "sidechain.genesisHash"),
            reader.Number(l1, "l1.chainId"),
            reader.Address(l1, "l1.anchor"),
            reader.Address(l1, "l1.vault"));
        var epochLength = reader.Number(sidechain, "sidechain.epochLength");
        if (epochLength == 0)
        {
            throw new FormatException($"{name}: sidechain.epochLength must not be 0.");
        }

        DeployedPlan? plan = null;
        if (root.TryGetProperty("plan", out _))
        {
            var section = reader.Section(root, "plan");
            var terms = BridgeTermsFile.Read(
                reader, section, "plan.", reader.Bytes(section, "plan.genesisHeader"), identity.SidechainChainId, epochLength);
            plan = new DeployedPlan(terms, reader.Address(section, "plan.deployer"), reader.Number(section, "plan.firstNonce"));
        }

        return new Deployment(identity, reader.Number(l1, "l1.startBlock"), epochLength, plan);
    }
}
