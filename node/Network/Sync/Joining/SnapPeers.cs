using System.Collections.Concurrent;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Snap;
using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Sync.Joining;

/// <summary>Who is asked for states: the peers that speak snap and are as far as the block whose state is wanted.</summary>
/// <remarks>Thread: any.</remarks>
/// <param name="peers">Connected peers, as they are now.</param>
/// <param name="time">Clock and timers.</param>
/// <param name="patience">How long there may be peers that are ahead and nobody among them who serves states.</param>
/// <param name="giveUp">Called when that is over.</param>
internal sealed class SnapPeers(Func<IReadOnlyList<Peer>> peers, TimeProvider time, TimeSpan patience, Action giveUp)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<NodeId, PeerFault> _unable = new();
    private readonly ConcurrentDictionary<NodeId, bool> _elsewhere = new();
    private long _servedAt = time.GetTimestamp();

    /// <summary>The peer of the most total difficulty above ours; null when nobody is ahead.</summary>
    public EthSession? Best(UInt256 above) => Ahead(above).Select(peer => peer.Eth).MaxBy(eth => eth.Head.TotalDifficulty, Comparer<UInt256>.Default);

    /// <summary>All that are ahead, for blocks.</summary>
    public IEnumerable<Peer> Ahead(UInt256 above) => peers().Where(peer =>
        peer.Eth.IsOpen && peer.Eth.Head.TotalDifficulty > above && !_elsewhere.ContainsKey(peer.Id));

    /// <summary>A peer is on a branch that we do not follow, which is no fault: it is not asked for blocks.</summary>
    public void LeaveOut(NodeId id) => _elsewhere[id] = true;

    /// <summary>The peer with fewest questions open among those that are so far; waits until there is one.</summary>
    public async Task<SnapSession> TakeAsync(UInt256 totalDifficulty, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var ahead = peers().Where(peer => peer.Eth.IsOpen && peer.Eth.Head.TotalDifficulty >= totalDifficulty).ToList();
            var chosen = ahead
                .Where(peer => peer.Snap is { IsOpen: true } && !_unable.ContainsKey(peer.Id))
                .OrderBy(peer => peer.Snap!.IsSlow)
                .ThenBy(peer => peer.Snap!.RequestsInFlight)
                .FirstOrDefault();
            if (chosen is not null)
            {
                Volatile.Write(ref _servedAt, time.GetTimestamp());
                return chosen.Snap!;
            }

            if (ahead.Count == 0)
            {
                Volatile.Write(ref _servedAt, time.GetTimestamp()); // nobody could be asked for blocks either
            }
            else if (time.GetElapsedTime(Volatile.Read(ref _servedAt)) >= patience)
            {
                giveUp();
            }

            await Task.Delay(LookAgain, time, cancellation);
        }
    }

    /// <summary>A peer lied about a state, or kept it back: it goes, and is not asked for states again should it return.</summary>
    public void Refuse(SnapSession peer, PeerFault fault, string detail)
    {
        _unable[peer.Id] = fault;
        peer.Penalize(fault, detail);
    }
}
