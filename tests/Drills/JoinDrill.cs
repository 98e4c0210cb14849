using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Chains;
using PoaSidechain.Tests.TestKit.Peers;

namespace PoaSidechain.Tests.Drills;

/// <summary>How long a node takes to join a long chain from two nodes: by executing every block, and by a downloaded state.</summary>
internal static class JoinDrill
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    public static async Task<bool> RunAsync(DrillOptions options)
    {
        await using var chain = await LongChain.SealAsync(options.Blocks, options.Transfers);
        await using var first = await ServingNode.StartAsync(chain, "first");
        await using var second = await ServingNode.StartAsync(chain, "second");
        Console.WriteLine($"{options.Blocks} blocks with {options.Transfers} transfer(s) each; {Machine.Commit()}");

        var table = new Table("--syncmode", "executed from block", "seconds", "blocks/s", "right head");
        var isGood = true;
        foreach (var snap in new SnapStart?[] { null, new SnapStart { Options = new() } })
        {
            var began = TimeProvider.System.GetTimestamp();
            await using var node = await ChainNode.StartAsync(chain.Genesis, "late", chain.Tree.Head.Timestamp, snap: snap);
            node.Service.AddPeer(first.Service.Enode);
            node.Service.AddPeer(second.Service.Enode);
            var isThere = true;
            try
            {
                await node.Changes.UntilAsync(() => node.Chain.Tree.Head.Hash == chain.Tree.Head.Hash, "the head", Limit);
            }
            catch (TimeoutException)
            {
                isThere = false;
            }

            var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            var isSnap = node.Chain.States.HeadNumber > 0 && snap?.IsDeleted == true;
            isGood &= isThere && isSnap == snap is not null;
            table.Add(
                snap is null ? "full" : "snap",
                snap is null ? "1" : $"{chain.Tree.Head.Number - snap.Options.PivotDistance + 1}",
                $"{seconds:F1}",
                $"{chain.Tree.Head.Number / seconds:F0}",
                isThere ? "yes" : "NO");
        }

        return isGood;
    }
}
