using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.State;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>What the name of a fixture's network means: one fork from genesis on, or two with the block, time or difficulty between them.</summary>
internal sealed partial record NetworkRules(ChainSpec Spec)
{
    private const ulong Never = ulong.MaxValue;

    /// <summary>First block of the DAO fork, if the network has it.</summary>
    public ulong? DaoBlock { get; init; }

    /// <summary>Total difficulty from which on blocks have no proof of work; null when the network never leaves it, or was never in it.</summary>
    public UInt256? TerminalTotalDifficulty { get; init; }

    /// <summary>Blocks by which the difficulty bomb is put off, for forks that changed nothing else.</summary>
    public ulong? BombDelay { get; init; }

    /// <summary>Reads a name as fixtures have it, such as <c>London</c>, <c>BerlinToLondonAt5</c> or <c>ShanghaiToCancunAtTime15k</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="config">The fixture's <c>config</c>: chain id and blob limits; undefined when it has none.</param>
    /// <param name="rules">The rules.</param>
    public static bool TryParse(string name, JsonElement config, out NetworkRules? rules)
    {
        rules = null;
        var match = Transition().Match(name);
        var first = match.Success ? match.Groups["from"].Value : name;
        var second = match.Success ? match.Groups["to"].Value : first;
        if (!TryFork(first, out var from, out _) || !TryFork(second, out var to, out var bombDelay))
        {
            return false;
        }

        var at = match.Success ? Number(match.Groups["at"].Value, match.Groups["kind"].Value == "Diff") : 0;
        var isByTime = match.Groups["kind"].Value == "Time";
        var isByDifficulty = match.Groups["kind"].Value == "Diff";
        rules = new NetworkRules(SpecOf(from, to, isByDifficulty ? UInt256.Zero.Low64 : at, isByTime, config))
        {
            DaoBlock = second == "Dao" ? at : null,
            TerminalTotalDifficulty = isByDifficulty ? at : null,
            BombDelay = bombDelay,
        };
        return true;
    }

    private static ChainSpec SpecOf(Fork from, Fork to, ulong at, bool isByTime, JsonElement config)
    {
        ulong Activation(Fork fork) => fork <= from ? 0 : fork <= to ? at : Never;
        var forks = Enum.GetValues<Fork>().Where(fork => fork != Fork.Frontier && Activation(fork) != Never).ToList();
        var eip155 = Activation(Fork.SpuriousDragon);
        return new ChainSpec(
            ChainIdOf(config),
            [.. forks.Where(fork => fork <= Fork.Paris).Select(fork => (fork, isByTime && fork > from ? Never : Activation(fork)))],
            [.. forks.Where(fork => fork > Fork.Paris).Select(fork => (fork, Activation(fork)))],
            eip155 == Never ? null : eip155,
            clique: null)
        {
            BlobSchedule = BlobsOf(config),
        };
    }

    private static UInt256 ChainIdOf(JsonElement config) =>
        config.ValueKind == JsonValueKind.Object && (config.TryGetProperty("chainid", out var id) || config.TryGetProperty("chainId", out id))
            ? id.Quantity()
            : UInt256.One;

    private static Dictionary<Fork, BlobParameters> BlobsOf(JsonElement config)
    {
        var schedule = new Dictionary<Fork, BlobParameters>();
        if (config.ValueKind == JsonValueKind.Object && config.TryGetProperty("blobSchedule", out var entries) && entries.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in entries.EnumerateObject())
            {
                if (ForkNames.TryParse(entry.Name, out var fork))
                {
                    schedule[fork] = new BlobParameters(
                        entry.Value.Quantity("target").Low64, entry.Value.Quantity("max").Low64, entry.Value.Quantity("baseFeeUpdateFraction").Low64);
                }
            }
        }

        return schedule;
    }

    private static bool TryFork(string name, out Fork fork, out ulong? bombDelay)
    {
        (Fork Fork, ulong? BombDelay)? known = name switch
        {
            "Dao" or "DAO" => (Fork.Homestead, null),
            "MuirGlacier" => (Fork.Istanbul, 9_000_000),
            "ArrowGlacier" => (Fork.London, 10_700_000),
            "GrayGlacier" => (Fork.London, 11_400_000),
            _ => null,
        };
        bombDelay = known?.BombDelay;
        fork = known?.Fork ?? default;
        return known is not null || ForkNames.TryParse(name, out fork);
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
}
