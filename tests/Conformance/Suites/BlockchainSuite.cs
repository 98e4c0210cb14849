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

    public bool KnowsItsFiles => true;

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
            ? root.EnumerateObject().Where(test => IsBlockTest(test.Value) || IsEngineTest(test.Value)).Select(MakeCase)
            : [];
    }

    private static bool IsBlockTest(JsonElement test) =>
        test.ValueKind == JsonValueKind.Object && test.TryGetProperty("blocks", out _) && test.TryGetProperty("genesisBlockHeader", out _);

    private static bool IsEngineTest(JsonElement test) => test.ValueKind == JsonValueKind.Object && test.TryGetProperty("engineNewPayloads", out _);

    private static Case MakeCase(JsonProperty test)
    {
        var network = test.Value.TryGetProperty("network", out var name) ? name.GetString() : null;
        if (network is null)
        {
            return Case.Malformed(test.Name, null, "there is no network");
        }

        if (IsEngineTest(test.Value))
        {
            return new Case(test.Name, network, () => null) { Skip = "for the engine API of a beacon chain; blockchain_tests has the same blocks" };
        }

        _ = test.Value.TryGetProperty("config", out var config);
        return NetworkName.TryParse(network, config, out var rules)
            ? new Case(test.Name, network, () => BlockTestCase.Run(test.Value, rules!))
            : Case.OfUnknownFork(test.Name, network);
    }
}
