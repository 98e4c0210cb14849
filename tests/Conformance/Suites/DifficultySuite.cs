using System.Text.Json;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Blocks;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.State;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>The difficulty of proof-of-work blocks: proves the rules that the blockchain suite judges blocks by.</summary>
public sealed class DifficultySuite : ISuite
{
    private const string HashOfNoUncles = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";

    public string Name => "difficulty";

    public string Summary => "proof-of-work difficulty of every fork: ethereum/tests DifficultyTests and BasicTests";

    public IReadOnlyList<FixtureSet> Defaults => [new("basic.tar.gz", "(DifficultyTests/.*|BasicTests/difficulty[^/]*)json$")];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        return root.ValueKind != JsonValueKind.Object
            ? []
            : root.EnumerateObject().Where(test => test.Value.ValueKind == JsonValueKind.Object).SelectMany(test => IsCase(test.Value)
                ? [new Case(test.Name, NetworkOf(file.Path), () => Run(test.Value, NetworkOf(file.Path))) { Skip = ReasonAgainst(test.Value) }]
                : Nested(test.Value));
    }

    private static IEnumerable<Case> Nested(JsonElement test) =>
        from fork in test.EnumerateObject()
        where fork.Value.ValueKind == JsonValueKind.Object
        from one in fork.Value.EnumerateObject()
        where IsCase(one.Value)
        select new Case(one.Name, fork.Name, () => Run(one.Value, fork.Name));

    /// <summary>No block has so low a difficulty; the oldest files let the bomb go off under the minimum, and geth leaves these cases out too.</summary>
    private static string? ReasonAgainst(JsonElement json) =>
        json.Quantity("parentDifficulty") < DifficultyRules.Minimum ? "the parent's difficulty is below the least one" : null;

    private static bool IsCase(JsonElement json) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("currentDifficulty", out _);

    /// <summary>The older files say in their names which network they are of.</summary>
    private static string NetworkOf(string path) =>
        path.Contains("Ropsten", StringComparison.Ordinal) ? "Ropsten"
        : path.Contains("Homestead", StringComparison.Ordinal) ? "Homestead"
        : path.Contains("Frontier", StringComparison.Ordinal) ? "Frontier"
        : "MainNetwork";

    private static string? Run(JsonElement json, string network)
    {
        var number = json.Quantity("currentBlockNumber").Low64;
        if (RulesAt(network, number) is not var (fork, delay))
        {
            return $"the network {network} is not known";
        }

        var actual = DifficultyRules.Of(fork, delay, number, json.Quantity("currentTimestamp").Low64, (
            json.Quantity("parentDifficulty"), json.Quantity("parentTimestamp").Low64, HasUncles(json)));
        return actual == json.Quantity("currentDifficulty") ? null : $"{actual}, expected {json.Quantity("currentDifficulty")}";
    }

    private static bool HasUncles(JsonElement json) =>
        json.TryGetProperty("parentUncles", out var uncles) && uncles.GetString() is not (HashOfNoUncles or "0x00" or "0x0" or "0");

    private static (Fork Fork, ulong BombDelay)? RulesAt(string network, ulong number) => network switch
    {
        "MainNetwork" => Plain(number < 1_150_000 ? Fork.Frontier : number < 4_370_000 ? Fork.Homestead : Fork.Byzantium),
        "Ropsten" => Plain(number < 1_700_000 ? Fork.Homestead : number < 4_230_000 ? Fork.Byzantium : Fork.Constantinople),
        "EIP2384" or "MuirGlacier" => (Fork.Istanbul, 9_000_000),
        "ArrowGlacier" => (Fork.London, 10_700_000),
        "GrayGlacier" => (Fork.London, 11_400_000),
        _ => ForkNames.TryParse(network, out var fork) ? Plain(fork) : null,
    };

    private static (Fork Fork, ulong BombDelay) Plain(Fork fork) => (fork, DifficultyRules.BombDelayOf(fork));
}
