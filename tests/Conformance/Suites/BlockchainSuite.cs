using System.Text.Json;
using PoaSidechain.Tests.Conformance.Blocks;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>Blockchain tests: valid and invalid blocks through the real importer.</summary>
public sealed class BlockchainSuite : ISuite
{
    public string Name => "blockchain";

    public string Summary => "blockchain tests: ethereum/legacytests and execution-spec-tests fills, proof-of-work rules without the work";

    public IReadOnlyList<FixtureSet> Defaults =>
    [
        new("blockchain-legacy.tar.gz", "blockchain/legacy-.*json$"),
        new("blockchain-eest-v5.4.0.tar.gz", "blockchain/eest-v5.4.0/.*json$"),
        new("blockchain-eest-v5.7.0.tar.gz", "blockchain/eest-v5.7.0/.*json$"),
    ];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        return root.ValueKind == JsonValueKind.Object
            ? root.EnumerateObject()
                .Where(test => test.Value.ValueKind == JsonValueKind.Object && test.Value.TryGetProperty("blocks", out _) && test.Value.TryGetProperty("genesisRLP", out _))
                .Select(MakeCase)
            : [];
    }

    private static Case MakeCase(JsonProperty test)
    {
        var network = test.Value.GetProperty("network").GetString()!;
        _ = test.Value.TryGetProperty("config", out var config);
        return NetworkName.TryParse(network, config, out var rules)
            ? new Case(test.Name, network, () => BlockTestCase.Run(test.Value, rules!))
            : new Case(test.Name, network, () => $"the network {network} is not known");
    }
}
