using System.Text.Json;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.State;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>General state tests: one transaction on a given state.</summary>
public sealed class StateSuite : ISuite
{
    public string Name => "state";

    public string Summary => "general state tests: ethereum/tests fills, execution-spec-tests, Besu's regressions";

    public IReadOnlyList<FixtureSet> Defaults =>
    [
        new("state-legacy-constantinople.tar.gz", "state/legacy-constantinople/.*json$"),
        new("state-legacy-cancun.tar.gz", "state/legacy-cancun/.*json$"),
        new("state-eest-v5.4.0.tar.gz", "state/eest-v5.4.0/.*json$"),
        new("state-misc.tar.gz", "state/(besu-regressions|eiptests|gapfill).*json$"),
    ];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        var cases = root.ValueKind == JsonValueKind.Object ? root.EnumerateObject().SelectMany(Cases) : [];
        return IsOfDraft2537(file.Path) ? cases.Select(one => one with { Skip = "a draft of EIP-2537 with other addresses and prices" }) : cases;
    }

    /// <summary>
    /// ethereum/tests' EIPTests call the BLS contracts by a draft's numbers (0x0c multiplies one point, 0x11 pairs, 0x12 and 0x13 map); the final
    /// EIP's cases are in execution-spec-tests.
    /// </summary>
    private static bool IsOfDraft2537(string path) =>
        path.Contains("eiptests-stEIP2537", StringComparison.OrdinalIgnoreCase) || path.Contains("EIPTests/stEIP2537", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Case> Cases(JsonProperty test)
    {
        if (test.Value.ValueKind != JsonValueKind.Object || !test.Value.TryGetProperty("transaction", out _) || !test.Value.TryGetProperty("post", out var forks))
        {
            yield break;
        }

        foreach (var fork in forks.EnumerateObject())
        {
            foreach (var (post, index) in fork.Value.EnumerateArray().Select((post, index) => (post, index)))
            {
                yield return new Case($"{test.Name}[{index}]", fork.Name, () => StateTestCase.RunCase(test.Value, fork.Name, post));
            }
        }
    }
}
