using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>What one bridge is made of: both chains, the contracts, the genesis. Written once by the tool that deployed the L1 contracts.</summary>
/// <remarks>Form of the file: checkpointer/README.md. Nothing in it is secret and nothing in it is believed before it was checked on both chains.</remarks>
public sealed class Deployment
{
    /// <summary>Value of the field <c>format</c>.</summary>
    public const string Format = "poa-sidechain-deployment/1";

    private Deployment(BridgeIdentity identity, ulong l1StartBlock, ulong epochLength)
    {
        Identity = identity;
        L1StartBlock = l1StartBlock;
        EpochLength = epochLength;
    }

    /// <summary>Chains and L1 contracts.</summary>
    public BridgeIdentity Identity { get; }

    /// <summary>L1 block in which the Anchor was created: no event of the bridge is older.</summary>
    public ulong L1StartBlock { get; }

    /// <summary>Blocks between the sidechain's epoch blocks (<c>clique.epoch</c> of its genesis).</summary>
    public ulong EpochLength { get; }

    /// <summary>Reads the file; a <see cref="FormatException"/> names the field and what was expected.</summary>
    public static Deployment Load(string path)
    {
        using var document = Open(path);
        return Read(document.RootElement, path);
    }

    /// <summary>Reads the text of a deployment file.</summary>
    public static Deployment Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement, "deployment");
    }

    /// <summary>The text of the file for a bridge.</summary>
    public static string Write(BridgeIdentity identity, ulong l1StartBlock, ulong epochLength)
    {
        var content = new
        {
            format = Format,
            l1 = new
            {
                chainId = Number(identity.L1ChainId),
                anchor = identity.Anchor.ToChecksumString(),
                vault = identity.Vault.ToChecksumString(),
                startBlock = l1StartBlock,
            },
            sidechain = new
            {
                chainId = Number(identity.SidechainChainId),
                genesisHash = identity.GenesisHash.ToString(),
                epochLength,
                predeploys = Predeploys.All.ToDictionary(p => p.Name, p => p.Address.ToChecksumString(), StringComparer.Ordinal),
            },
        };
        return JsonSerializer.Serialize(content, IndentedJson) + "\n";
    }

    private static readonly JsonSerializerOptions IndentedJson = new() { WriteIndented = true };

    private static JsonDocument Open(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path} is not JSON: {e.Message}", e);
        }
    }

    private static Deployment Read(JsonElement root, string path)
    {
        var reader = new DeploymentReader(path);
        var format = reader.Text(root, "format");
        if (format != Format)
        {
            throw new FormatException($"{path}: format is '{format}', this program reads '{Format}'.");
        }

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
        return epochLength == 0
            ? throw new FormatException($"{path}: sidechain.epochLength must not be 0.")
            : new Deployment(identity, reader.Number(l1, "l1.startBlock"), epochLength);
    }

    private static object Number(in UInt256 value) => value.FitsUInt64 ? value.Low64 : value.ToString();
}
