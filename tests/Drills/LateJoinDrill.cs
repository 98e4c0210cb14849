using PoaSidechain.Network.Peers;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Chains;
using PoaSidechain.Tests.TestKit.Peers;

namespace PoaSidechain.Tests.Drills;

/// <summary>A node joins late on a long chain, once for each lie.</summary>
internal static class LateJoinDrill
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    public static async Task<bool> RunAsync(DrillOptions options)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var chain = await LongChain.SealAsync(options.Blocks, options.Transfers);
        Console.WriteLine(
            $"{options.Blocks} blocks with {options.Transfers} transfer(s) each, sealed in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F0} s; "
            + $"read-ahead {(options.ReadsAhead ? "on" : "off")}; {Machine.Commit()}");

        var table = new Table("one peer's lie", "dropped for", "detail", "stalled requests", "seconds", "blocks/s", "right head");
        var isGood = true;
        foreach (var lie in options.Lie is { } one ? [one] : Enum.GetValues<Lie>())
        {
            var outcome = await LateJoin.RunAsync(chain, lie, Limit, options.ReadsAhead);
            var isRight = outcome is { IsOnHonestHead: true, KeptStalling: true } && (lie == Lie.None || outcome.LiarEnd!.Fault != PeerFault.None);
            isGood &= isRight;
            table.Add(
                lie.ToString(),
                outcome.LiarEnd?.Fault.Text() ?? "-",
                outcome.LiarEnd?.Detail is { } detail ? detail[..Math.Min(detail.Length, 90)] : "-",
                $"{outcome.Stalled}",
                $"{outcome.Elapsed.TotalSeconds:F1}",
                $"{outcome.Head / outcome.Elapsed.TotalSeconds:F0}",
                isRight ? "yes" : "NO");
        }

        return isGood;
    }
}
