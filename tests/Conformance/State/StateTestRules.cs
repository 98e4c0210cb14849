using System.Text.Json;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Blocks;
using PoaSidechain.Tests.Conformance.Framework;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>The rules that a state test's fork name stands for, with the blob limits of the test's own <c>config</c>.</summary>
internal static class StateTestRules
{
    public static bool TryFind(string name, JsonElement config, out ForkRules? rules)
    {
        rules = null;
        var isBlobFork = name.StartsWith("BPO", StringComparison.OrdinalIgnoreCase);
        if (isBlobFork && BlobConfig.TryFindLimits(config, name, out var limits))
        {
            rules = ForkRules.Of(Fork.Osaka) with { Blobs = limits };
        }
        else if (ForkNames.TryParse(name, out var fork))
        {
            var schedule = BlobConfig.ScheduleOf(config);
            rules = ForkRules.Of(fork);
            rules = schedule.TryGetValue(fork, out var own) && own != rules.Blobs ? rules with { Blobs = own } : rules;
        }

        return rules is not null;
    }
}
