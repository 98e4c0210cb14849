using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PoaSidechain.Chain;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Sync;

/// <summary>Watches for peers that are ahead and catches up with the best of them, one round after another.</summary>
/// <remarks>Thread: <see cref="RunAsync"/> once; everything else any. What is only a few blocks ahead usually comes by announcements before a round starts.</remarks>
internal sealed partial class Synchronizer(
    IBlockTree tree, Func<IReadOnlyList<Peer>> peers, ImportWindow imports, BlockPreparation? preparation, SyncServices services)
{
    /// <summary>Peers are looked at again after so long, even if nothing has happened.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(10);

    /// <summary>A peer that brought nothing is left alone for so long.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <summary>Pause before a block is tried again whose time has not come.</summary>
    private static readonly TimeSpan NotYetPause = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<NodeId, DateTimeOffset> _resting = [];
    private volatile SyncRound? _round;

    /// <summary>How far catching up has come; null while there is nothing to catch up with.</summary>
    public SyncStatus? Status => _round?.Status;

    /// <summary>A round is over and our head is as far as the peer's.</summary>
    public event Action? CaughtUp;

    /// <summary>Something has changed: a peer came, or one is further than before.</summary>
    public void Signal() => _signal.Writer.TryWrite(true);

    /// <summary>Runs until the node stops.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (Choose() is not { } peer)
            {
                await WaitForSignalAsync(CheckInterval, cancellation);
                continue;
            }

            await RunRoundAsync(peer.Eth, cancellation);
        }
    }

    private async Task RunRoundAsync(EthSession peer, CancellationToken cancellation)
    {
        var round = new SyncRound(tree, new BodyDownloader(Helpers, preparation), imports, peer);
        _round = round;
        var started = tree.Head.Number;
        Log.Started(services.Logger, peer.Id, started, peer.Head.TotalDifficulty.ToString());
        try
        {
            var end = await round.RunAsync(cancellation);
            Log.Ended(services.Logger, peer.Id, end, started, tree.Head.Number);
            await SettleAsync(peer, end, cancellation);
        }
        catch (WireException e)
        {
            Log.Failed(services.Logger, peer.Id, e.Fault.Text(), e.Message);
            Leave(peer);
            if (e.Fault != PeerFault.RequestTimeout)
            {
                peer.Penalize(e.Fault, e.Message); // a late answer is counted where requests are; three of them end the session
            }
        }
        finally
        {
            _round = null;
        }
    }

    private async Task SettleAsync(EthSession peer, SyncEnd end, CancellationToken cancellation)
    {
        switch (end)
        {
            case SyncEnd.Done:
                CaughtUp?.Invoke();
                if (tree.FindHeader(peer.Head.Hash) is null)
                {
                    Leave(peer); // it said more than it gave
                }

                break;
            case SyncEnd.NotYet:
                await Task.Delay(NotYetPause, services.Time, cancellation);
                break;
            default:
                Leave(peer);
                break;
        }
    }

    /// <summary>The peer with the highest total difficulty above ours, unless it brought nothing a moment ago or we have its head on a branch.</summary>
    private Peer? Choose()
    {
        var now = services.Time.GetUtcNow();
        foreach (var (id, _) in _resting.Where(rest => rest.Value <= now).ToArray())
        {
            _resting.Remove(id);
        }

        var ours = tree.HeadTotalDifficulty;
        return peers()
            .Where(peer => peer.Eth.IsOpen && peer.Eth.Head.TotalDifficulty > ours && !_resting.ContainsKey(peer.Id))
            .Where(peer => tree.FindHeader(peer.Eth.Head.Hash) is null)
            .MaxBy(peer => peer.Eth.Head.TotalDifficulty, Comparer<UInt256>.Default);
    }

    /// <summary>Peers that are further than we: those that may have the bodies.</summary>
    private IEnumerable<EthSession> Helpers()
    {
        var ours = tree.HeadTotalDifficulty;
        return peers().Select(peer => peer.Eth).Where(peer => peer.Head.TotalDifficulty > ours);
    }

    private void Leave(EthSession peer) => _resting[peer.Id] = services.Time.GetUtcNow() + Rest;

    private async Task WaitForSignalAsync(TimeSpan longest, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(longest, services.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            await _signal.Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Nothing happened for so long; look again.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6020, LogLevel.Debug, "Catching up from block {Head} with {NodeId}, which has total difficulty {TotalDifficulty}")]
        public static partial void Started(ILogger logger, NodeId nodeId, ulong head, string totalDifficulty);

        [LoggerMessage(6021, LogLevel.Debug, "Caught up with {NodeId}: {End}, from block {Start} to {Head}")]
        public static partial void Ended(ILogger logger, NodeId nodeId, SyncEnd end, ulong start, ulong head);

        [LoggerMessage(6022, LogLevel.Warning, "Catching up with {NodeId} failed: {Fault} ({Detail})")]
        public static partial void Failed(ILogger logger, NodeId nodeId, string fault, string detail);
    }
}
