using Microsoft.Extensions.Logging;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Joining;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Sync.Joining;

/// <summary>A node at genesis joins a long chain without executing it: all headers with their seals, all bodies and receipts, and the state of a recent block.</summary>
/// <remarks>
/// The pivot is the block whose state is downloaded, some way below the head so that it is not reorganised away, and moved up before peers
/// forget its state. Three things run at the same time: headers follow the best peer; bodies and receipts; ranges of the state. When both are
/// there the state is healed to the pivot's root, computed from all that was written, and only then does the chain become the node's own; the
/// blocks above the pivot are executed as ever. Without anybody who serves states the node executes everything. Thread: one call.
/// </remarks>
internal sealed partial class SnapJoin(IBlockTree tree, ChainJoin join, Func<IReadOnlyList<Peer>> peers, SnapJoinOptions options, SyncServices services)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    private volatile BlockHeader? _pivot;
    private volatile ChainDraft? _draft;
    private StateFill? _states;

    /// <summary>How far it has come; null when it is not under way.</summary>
    public SyncStatus? Status => _draft is { } draft && draft.Tip.Number > 0 ? new SyncStatus(0, draft.FilledTo, draft.Tip.Number) : null;

    /// <summary>The block whose state is downloaded; null before it is chosen.</summary>
    public BlockHeader? Pivot => _pivot;

    private BlockHeader Goal => _pivot ?? throw new InvalidOperationException("There is no pivot yet.");

    /// <summary>Joins if that is possible; afterwards the node catches up as ever, from wherever its head is then.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!join.IsPossible)
        {
            return;
        }

        using var trying = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var among = new SnapPeers(peers, services.Time, options.Patience, trying.Cancel);
        var isOver = false;
        var draft = join.Open();
        _draft = draft;
        try
        {
            await JoinAsync(draft, among, trying.Token);
            isOver = true;
        }
        catch (OperationCanceledException) when (trying.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            Log.NobodyServes(services.Logger, options.Patience.TotalSeconds);
            isOver = true;
        }
        finally
        {
            _draft = null;
            draft.Dispose();
            if (isOver && !join.IsUnderWay)
            {
                join.DeleteDraft(); // otherwise the node stops, and goes on from there when it is started again
            }
        }
    }

    private async Task JoinAsync(ChainDraft draft, SnapPeers among, CancellationToken cancellation)
    {
        var began = services.Time.GetTimestamp();
        while (!await FollowAsync(draft, among, cancellation) || draft.Tip.Number == 0)
        {
            await Task.Delay(LookAgain, services.Time, cancellation);
            if (!join.IsPossible)
            {
                return; // the first blocks came by announcements, or were sealed here: the chain has only begun
            }
        }

        if (draft.Tip.Number < 2 * options.PivotDistance)
        {
            Log.TooShort(services.Logger, draft.Tip.Number);
            return;
        }

        MovePivot(draft);
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var follow = StopOnFaultAsync(KeepFollowingAsync(draft, among, all.Token), all);
        try
        {
            await DownloadAsync(draft, among, all);
        }
        finally
        {
            await all.CancelAsync();
            await follow;
        }

        var pivot = Goal;
        var result = await join.Importer.JoinAsync(draft, draft.GetBlock(pivot), cancellation);
        Log.Joined(services.Logger, pivot.Number, pivot.Hash, services.Time.GetElapsedTime(began).TotalSeconds, result.Outcome);
    }

    /// <summary>Runs until blocks and state are there up to the pivot, which moves meanwhile.</summary>
    private async Task DownloadAsync(ChainDraft draft, SnapPeers among, CancellationTokenSource all)
    {
        var codes = new CodeFill(among);
        var blocks = new BlockFill(draft, () => among.Ahead(tree.HeadTotalDifficulty).Select(peer => peer.Eth), () => Goal, services.Time);
        var states = new StateFill(draft, among, codes, () => Goal);
        var heal = new StateHeal(draft, among, codes, () => Goal);
        _states = states;
        while (true)
        {
            var goal = Goal;
            var filling = StopOnFaultAsync(blocks.RunAsync(all.Token), all);
            await Task.WhenAll(filling, StopOnFaultAsync(HealedAsync(), all));
            if (Goal == goal && draft.State.Head.Root == goal.StateRoot && draft.FilledTo >= goal.Number)
            {
                Log.Whole(services.Logger, goal.Number, goal.StateRoot, heal.Nodes);
                return;
            }
        }

        async Task HealedAsync()
        {
            await states.RunAsync(all.Token);
            await heal.RunAsync(all.Token);
        }
    }

    private static async Task StopOnFaultAsync(Task task, CancellationTokenSource others)
    {
        try
        {
            await task;
        }
        catch
        {
            await others.CancelAsync();
            throw;
        }
    }

    /// <summary>Keeps the headers near the best peer's head, and the pivot near theirs.</summary>
    private async Task KeepFollowingAsync(ChainDraft draft, SnapPeers among, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.FollowInterval, services.Time, cancellation);
                await FollowAsync(draft, among, cancellation);
                var pivot = Goal;
                if (draft.Tip.Number > pivot.Number + options.MaxPivotAge || draft.FindHeader(pivot.Number)?.Hash != pivot.Hash)
                {
                    MovePivot(draft);
                }

                Log.Progress(services.Logger, draft.Tip.Number, draft.FilledTo, Goal.Number, (_states?.Done ?? 0) * 100);
            }
        }
        catch (OperationCanceledException)
        {
            // everything is there, or the node stops
        }
    }

    /// <summary>Extends the headers along the best peer's chain; false when nobody is ahead, or that peer failed.</summary>
    private async Task<bool> FollowAsync(ChainDraft draft, SnapPeers among, CancellationToken cancellation)
    {
        if (among.Best(tree.HeadTotalDifficulty) is not { } peer)
        {
            return false;
        }

        try
        {
            var follows = await new HeaderFill(tree, draft).RunAsync(peer, cancellation);
            if (!follows)
            {
                among.LeaveOut(peer.Id);
            }

            return follows;
        }
        catch (WireException e)
        {
            Log.HeadersFailed(services.Logger, peer.Id, e.Fault.Text(), e.Message);
            if (e.Fault != PeerFault.RequestTimeout)
            {
                peer.Penalize(e.Fault, e.Message);
            }

            return false;
        }
    }

    private void MovePivot(ChainDraft draft)
    {
        var number = draft.Tip.Number - Math.Min(draft.Tip.Number, options.PivotDistance);
        var pivot = draft.FindHeader(number)!;
        _pivot = pivot;
        Log.PivotMoved(services.Logger, pivot.Number, pivot.Hash, pivot.StateRoot);
    }

    private static partial class Log
    {
        [LoggerMessage(6030, LogLevel.Information, "State is downloaded at block {Number} {Hash} root {Root}")]
        public static partial void PivotMoved(ILogger logger, ulong number, Hash256 hash, Hash256 root);

        [LoggerMessage(6031, LogLevel.Warning,
            "No peer has served states (snap/1) for {Seconds} s: every block is executed instead, as with --syncmode full")]
        public static partial void NobodyServes(ILogger logger, double seconds);

        [LoggerMessage(6032, LogLevel.Information, "The chain has {Number} blocks: they are executed, which is no slower than to download a state")]
        public static partial void TooShort(ILogger logger, ulong number);

        [LoggerMessage(6033, LogLevel.Information, "Downloading headers={Headers} blocks={Blocks} pivot={Pivot} accounts={Percent:F1}%")]
        public static partial void Progress(ILogger logger, ulong headers, ulong blocks, ulong pivot, double percent);

        [LoggerMessage(6034, LogLevel.Information, "The state of block {Number} is whole: root {Root}, {Nodes} trie nodes fetched to mend it")]
        public static partial void Whole(ILogger logger, ulong number, Hash256 root, long nodes);

        [LoggerMessage(6035, LogLevel.Information, "Joined at block {Number} {Hash} after {Seconds:F1} s: {Outcome}")]
        public static partial void Joined(ILogger logger, ulong number, Hash256 hash, double seconds, ImportOutcome outcome);

        [LoggerMessage(6036, LogLevel.Warning, "Headers of {NodeId} were not taken: {Fault} ({Detail})")]
        public static partial void HeadersFailed(ILogger logger, NodeId nodeId, string fault, string detail);
    }
}
