using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Framework;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>What the name of a fixture's network means: one fork from genesis on, or two with the block, time or difficulty between them.</summary>
internal static partial class NetworkName
{
    private const ulong Never = ulong.MaxValue;

    /// <summary>Reads a name as fixtures have it, such as <c>London</c>, <c>BerlinToLondonAt5</c> or <c>ShanghaiToCancunAtTime15k</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="config">The fixture's <c>config</c>: chain id and blob limits; undefined when it has none.</param>
    /// <param name="rules">The rules.</param>
    public static bool TryParse(string name, JsonElement config, out NetworkRules? rules)
    {
        rules = null;
        var match = Transition().Match(name);
        var first = Stage.Of(match.Success ? match.Groups["from"].Value : name);
        var second = match.Success ? Stage.Of(match.Groups["to"].Value) : first;
        if (first is null || second is null || !HasLimits(first, config) || !HasLimits(second, config))
        {
            return false;
        }

        var kind = match.Groups["kind"].Value;
        var at = match.Success ? Number(match.Groups["at"].Value, isHex: kind == "Diff") : 0;
        rules = new NetworkRules(SpecOf(first, second, kind == "Diff" ? 0 : at, kind == "Time", config))
        {
            DaoBlock = second.IsDao ? at : null,
            TerminalTotalDifficulty = kind == "Diff" ? at : null,
            BombForks = first.BombDelay is { } delay ? [(0, delay)] : second.BombDelay is { } later ? [(at, later)] : [],
        };
        return true;
    }

    private static bool HasLimits(Stage stage, JsonElement config) => stage.BlobFork is not { } name || BlobConfig.TryFindLimits(config, name, out _);

    private static ChainSpec SpecOf(Stage from, Stage to, ulong at, bool isByTime, JsonElement config)
    {
        ulong Activation(Fork fork) => fork <= from.Fork ? 0 : fork <= to.Fork ? at : Never;
        var forks = Enum.GetValues<Fork>().Where(fork => fork != Fork.Frontier && Activation(fork) != Never).ToList();
        var eip155 = Activation(Fork.SpuriousDragon);
        return new ChainSpec(
            BlobConfig.ChainIdOf(config),
            [.. forks.Where(fork => fork <= Fork.Paris).Select(fork => (fork, isByTime && fork > from.Fork ? Never : Activation(fork)))],
            [.. forks.Where(fork => fork > Fork.Paris).Select(fork => (fork, Activation(fork)))],
            eip155 == Never ? null : eip155,
            clique: null)
        {
            BlobSchedule = BlobConfig.ScheduleOf(config),
            BlobForks =
            [
                .. from.BlobFork is { } early ? [(0UL, BlobConfig.LimitsOf(config, early))] : Array.Empty<(ulong, BlobParameters)>(),
                .. to.BlobFork is { } late && to != from ? [(at, BlobConfig.LimitsOf(config, late))] : Array.Empty<(ulong, BlobParameters)>(),
            ],
        };
    }

    /// <summary>Decimal, hexadecimal for difficulties, with k for thousands.</summary>
    private static ulong Number(string text, bool isHex)
    {
        var isThousands = !isHex && text.EndsWith('k');
        var digits = isThousands ? text[..^1] : text;
        return ulong.Parse(digits, isHex ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture) * (isThousands ? 1_000UL : 1UL);
    }

    [GeneratedRegex("^(?<from>\\w+?)To(?<to>\\w+?)At(?<kind>Time|Diff)?(?<at>[0-9A-Fa-f]+k?)$")]
    private static partial Regex Transition();

    /// <summary>A named state of the rules: a fork, and what comes on top of it without rules of its own.</summary>
    private sealed record Stage(Fork Fork, ulong? BombDelay = null, string? BlobFork = null, bool IsDao = false)
    {
        public static Stage? Of(string name) => name switch
        {
            "Dao" or "DAO" or "DAOFork" => new Stage(Fork.Homestead, IsDao: true),
            "MuirGlacier" => new Stage(Fork.Istanbul, BombDelay: 9_000_000),
            "ArrowGlacier" => new Stage(Fork.London, BombDelay: 10_700_000),
            "GrayGlacier" => new Stage(Fork.London, BombDelay: 11_400_000),
            _ when name.StartsWith("BPO", StringComparison.OrdinalIgnoreCase) => new Stage(Fork.Osaka, BlobFork: name),
            _ => ForkNames.TryParse(name, out var fork) ? new Stage(fork) : null,
        };
    }
}
