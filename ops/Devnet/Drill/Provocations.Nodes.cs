using System.Globalization;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet.Drill;

internal sealed partial class Provocations
{
    private const ulong DeepestRewind = 8;
    private const ulong FarIndex = 1_000_000; // of a checkpoint later than any here

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
        yield return Of("no file of a node may grow (prlimit), as if its disk were full", "RpcInternalErrors", FillDiskAsync, FollowAgainAsync);
        yield return Of("a node is told of a checkpoint, final on L1, of another chain than its own", "NodeUnhealthy", DivideAsync, BeginAnewAsync);
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
        // Alone: a node that cannot store a block it is given stops, and that is NodeDown.
        await RestartAsync(Follower, [], NoVariables, "--nolisten", "--nodiscover");
        await Wait.UntilAsync(
            "the node answers", Patience, async () => (await Follower.Control.AskAsync("eth_chainId", cancellationToken)).ToUInt64() > 0, cancellationToken);
        await RunAsync("prlimit", cancellationToken, "--pid", Follower.Process!.Id.ToString(CultureInfo.InvariantCulture), "--fsize=1");
        await AskInVainAsync(Follower, "clique_propose", cancellationToken, Follower.Signer.ToString(), true);
    }

    /// <summary>No node ever leaves such a checkpoint, so this one cannot be mended but by beginning anew.</summary>
    private async Task DivideAsync(CancellationToken cancellationToken)
    {
        var head = await Follower.Chain.HeadAsync(cancellationToken);
        await Follower.Control.AskAsync(
            "checkpoint_setFinal", cancellationToken, Hex.Quantity(FarIndex), Hex.Quantity(head), Keccak256.Hash("another chain"u8).ToString());
    }

    private async Task BeginAnewAsync(CancellationToken cancellationToken)
    {
        await Follower.StopAsync();
        Directory.Delete(Path.Combine(places.Validator(Follower.Number), "poa", "chaindata"), recursive: true);
        await RunAsync(places.Node, cancellationToken, "init", places.Genesis, "--datadir", places.Validator(Follower.Number));
        Follower.Start(Everyone);
        await InStepAsync(Follower, LastSigner, cancellationToken);
    }
}
