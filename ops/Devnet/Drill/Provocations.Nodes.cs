using System.Globalization;
using PoaSidechain.Checkpointer.Chains;

namespace PoaSidechain.Devnet.Drill;

internal sealed partial class Provocations
{
    private const ulong DeepestRewind = 8;

    private IEnumerable<Provocation> OfNodes()
    {
        yield return Of("disk nearly full", "DiskLow", _ => Task.CompletedTask) with { Bounds = [("storage_free_bytes < 10e9", "storage_free_bytes < 10e15")] };
        yield return Of("slow disk", "SlowDisk", _ => Task.CompletedTask) with { Bounds = [("storage:durable_write:p99 > 0.5", "storage:durable_write:p99 > 1e-7")] };
        yield return Of(
            "a node is cut off from the others",
            "NoPeers NodeBehind",
            _ => RestartAsync(Follower, [], NoVariables, "--nolisten", "--nodiscover"),
            FollowAgainAsync);
        yield return Of("a node goes back by some blocks (debug_setHead)", "DeepReorganisation", RewindAsync, token => InStepAsync(Follower, LastSigner, token));
        yield return Of("no file of a node may grow (prlimit): the disk is full", "NodeUnhealthy RpcInternalErrors", FillDiskAsync, FollowAgainAsync);
    }

    private static Dictionary<string, string> NoVariables { get; } = new(StringComparer.Ordinal);

    private async Task FollowAgainAsync(CancellationToken cancellationToken)
    {
        await RestartAsync(Follower);
        await InStepAsync(Follower, LastSigner, cancellationToken);
    }

    private async Task RewindAsync(CancellationToken cancellationToken)
    {
        var to = 0UL;
        await Wait.UntilAsync(
            "enough blocks that are not final on L1",
            Patience,
            async () =>
            {
                var final = (await Follower.Chain.AskAsync("eth_getBlockByNumber", cancellationToken, "finalized", false)).Field("number").ToUInt64();
                to = await Follower.Chain.HeadAsync(cancellationToken) - DeepestRewind;
                return to > final;
            },
            cancellationToken);
        await Follower.Control.AskAsync("debug_setHead", cancellationToken, string.Create(CultureInfo.InvariantCulture, $"0x{to:x}"));
    }

    private async Task FillDiskAsync(CancellationToken cancellationToken)
    {
        await RunAsync("prlimit", cancellationToken, "--pid", Follower.Process!.Id.ToString(CultureInfo.InvariantCulture), "--fsize=1");
        await Wait.UntilAsync(
            "the node says that it cannot write",
            Patience,
            async () =>
            {
                await AskInVainAsync(Follower, "clique_propose", cancellationToken, Follower.Signer.ToString(), true);
                return true;
            },
            cancellationToken);
    }
}
