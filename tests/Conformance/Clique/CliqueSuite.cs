using System.Text.Json;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Clique;

/// <summary>EIP-225: voting by label, signed voting chains, header rules, fork choice, real headers, as real geth judged them.</summary>
public sealed class CliqueSuite : ISuite
{
    public string Name => "clique";

    public string Summary => "EIP-225: voting scenarios, signed chains, header rules, fork choice, real headers, sealing of geth's b11r";

    public IReadOnlyList<FixtureSet> Defaults =>
    [
        new("spec/clique-vectors.json", ""),
        new("spec/clique", "^[a-z0-9.-]+json$"),
        new("network-clique.tar.gz", "clique/"),
    ];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        return Path.GetFileName(file.Path) switch
        {
            "clique-vectors.json" => LabelScenarios.Read(root),
            "signed-voting-chains.json" => SignedChains.Read(root),
            "header-rule-vectors.json" => HeaderRuleCases.Read(root),
            "fork-choice-vectors.json" => ForkChoiceCases.Read(root),
            "headers.json" => HeaderCases.Read(root),
            "besu-clique-chain.json" => BesuChain.Read(root),
            "goerli.json" when root.TryGetProperty("rpc_samples", out _) => NetworkHeaders.ReadGoerli(root),
            "rinkeby.json" when root.TryGetProperty("header_269", out _) => NetworkHeaders.ReadRinkeby(root),
            "rpc-transcript-geth-1.13.15.json" => RpcTranscript.Read(root),
            "voting.json" => GethVoting.Read(root),
            var name when name.Contains("genesis", StringComparison.Ordinal) && file.Path.Contains("clique/", StringComparison.Ordinal)
                && root.ValueKind == JsonValueKind.Object && root.TryGetProperty("alloc", out _) && !file.Path.Contains("/besu/", StringComparison.Ordinal)
                => NetworkHeaders.ReadGenesis(name, root),
            _ => root.ValueKind == JsonValueKind.Null ? throw new InvalidDataException(file.Path) : [],
        };
    }
}
