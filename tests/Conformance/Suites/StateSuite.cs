using System.Text.Json;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.State;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>General state tests: one transaction on a given state.</summary>
public sealed class StateSuite : ISuite
{
    public string Name => "state";

    public string Summary => "general state tests: ethereum/tests fills, execution-spec-tests, Besu's regressions, ipsilon's benchmarks";

    public bool KnowsItsFiles => true;

    public IReadOnlyList<FixtureSet> Defaults =>
    [
        new("state-legacy-constantinople.tar.gz", "state/legacy-constantinople/.*json$"),
        new("state-legacy-cancun.tar.gz", "state/(legacy|gapfill-eth-tests)-cancun/.*json$"),
        new("state-eest-v5.4.0.tar.gz", "state/eest-v5.4.0/.*json$"),
        new("state-misc.tar.gz", "state/(besu-regressions|eiptests).*json$"),
        new("bench.tar.gz", "ipsilon-evm-benchmarks/.*json$"),
    ];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        var cases = root.ValueKind == JsonValueKind.Object ? root.EnumerateObject().Where(test => IsStateTest(test.Value)).SelectMany(Cases) : [];
        return DraftOf2537.IsIn(file.Path) ? cases.Select(one => one with { Skip = DraftOf2537.Reason }) : cases;
    }

    /// <summary>By what only these tests have; not blocks, not the bare code of VM tests, not the transactions of TransactionTests.</summary>
    private static bool IsStateTest(JsonElement test) =>
        test.ValueKind == JsonValueKind.Object
        && (test.TryGetProperty("transaction", out _) || test.TryGetProperty("post", out _))
        && !test.TryGetProperty("exec", out _) && !test.TryGetProperty("blocks", out _) && !test.TryGetProperty("genesisBlockHeader", out _);

    private static IEnumerable<Case> Cases(JsonProperty test)
    {
        var missing = new[] { "env", "pre", "transaction", "post" }.Where(name => Member(test.Value, name) is not { ValueKind: JsonValueKind.Object }).ToList();
        if (missing.Count > 0)
        {
            return [Case.Malformed(test.Name, null, $"there is no {string.Join(", no ", missing)}")];
        }

        return test.Value.GetProperty("post").EnumerateObject().SelectMany(fork => fork.Value.ValueKind == JsonValueKind.Array
            ? fork.Value.EnumerateArray().Select((post, index) => MakeCase(test, fork.Name, post, index))
            : [Case.Malformed(test.Name, fork.Name, "the fork's results are no list")]);
    }

    private static Case MakeCase(JsonProperty test, string fork, JsonElement post, int index)
    {
        var name = $"{test.Name}[{index}]";
        return StateTestRules.TryFind(fork, Member(test.Value, "config") ?? default, out var rules)
            ? new Case(name, fork, () => StateTestCase.RunCase(test.Value, rules!, post))
            : Case.OfUnknownFork(name, fork);
    }

    private static JsonElement? Member(JsonElement test, string name) => test.TryGetProperty(name, out var member) ? member : null;
}
