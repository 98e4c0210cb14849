using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.State;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>Chain id and blob limits out of the <c>config</c> of a fixture or genesis file.</summary>
internal static class BlobConfig
{
    // Mainnet's first two, and those that execution-spec-tests invented beyond them.
    private static readonly Dictionary<string, BlobParameters> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["BPO1"] = new(10, 15, 8_346_193),
        ["BPO2"] = new(14, 21, 11_684_671),
        ["BPO3"] = new(21, 32, 20_609_697),
        ["BPO4"] = new(14, 21, 13_739_630),
        ["BPO5"] = new(15, 20, 13_739_630),
    };

    public static UInt256 ChainIdOf(JsonElement config) =>
        Find(config, "chainid") is { } id && id.ValueKind != JsonValueKind.Null ? id.Quantity() : UInt256.One;

    /// <summary>The limits that a config sets for forks with rules.</summary>
    public static Dictionary<Fork, BlobParameters> ScheduleOf(JsonElement config)
    {
        var schedule = new Dictionary<Fork, BlobParameters>();
        foreach (var entry in Entries(config))
        {
            if (ForkNames.TryParse(entry.Name, out var fork))
            {
                schedule[fork] = Read(entry.Value);
            }
        }

        return schedule;
    }

    /// <summary>The limits of a fork that has nothing else.</summary>
    public static BlobParameters LimitsOf(JsonElement config, string name) =>
        TryFindLimits(config, name, out var limits) ? limits : throw new FormatException($"The blob limits of {name} are not known.");

    /// <summary>The same; false when neither the config nor this code knows the fork.</summary>
    public static bool TryFindLimits(JsonElement config, string name, out BlobParameters limits)
    {
        var own = Entries(config).Where(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        limits = own.Count > 0 ? Read(own[0].Value) : Known.GetValueOrDefault(name)!;
        return limits is not null;
    }

    /// <summary>A member, whatever its case.</summary>
    public static JsonElement? Find(JsonElement json, string name)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in json.EnumerateObject())
            {
                if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind != JsonValueKind.Null)
                {
                    return property.Value;
                }
            }
        }

        return null;
    }

    private static IEnumerable<JsonProperty> Entries(JsonElement config) =>
        Find(config, "blobSchedule") is { ValueKind: JsonValueKind.Object } schedule ? schedule.EnumerateObject() : [];

    private static BlobParameters Read(JsonElement entry) =>
        new(entry.Quantity("target").Low64, entry.Quantity("max").Low64, entry.Quantity("baseFeeUpdateFraction").Low64);
}
