using System.Collections.Concurrent;

namespace PoaSidechain.Network.Peers;

/// <summary>Dials nodes that were found, while there are places for peers that we dial.</summary>
/// <remarks>Thread: <see cref="RunAsync"/> once.</remarks>
internal sealed class DiscoveredPeers(
    NetworkOptions options, PeerTable table, StaticPeers statics, Dialler dialler, BackgroundTasks tasks, PeerServices services)
{
    /// <summary>A node is not dialled again so soon: a little longer than it would turn us away for (<see cref="InboundThrottle.Interval"/>).</summary>
    private static readonly TimeSpan RedialPause = InboundThrottle.Interval + TimeSpan.FromSeconds(5);

    /// <summary>Connections that are tried at the same time.</summary>
    private const int MaxDialling = 16;

    private readonly ConcurrentDictionary<NodeId, bool> _dialling = new();
    private readonly Dictionary<NodeId, DateTimeOffset> _dialled = [];

    /// <summary>Searches and dials until the node stops.</summary>
    /// <param name="find">Looks around once.</param>
    /// <param name="interval">Pause between two searches.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(Func<CancellationToken, Task<IReadOnlyList<Enode>>> find, TimeSpan interval, CancellationToken cancellation)
    {
        while (true)
        {
            if (Places() > 0)
            {
                DialSome(await find(cancellation));
            }

            await Task.Delay(services.Dice.Jitter(interval), services.Time, cancellation);
        }
    }

    /// <summary>
    /// What is left of the places that inbound peers cannot take, and of a third of all in any case as in geth, after those that we dialled and those that
    /// we are dialling.
    /// </summary>
    private int Places()
    {
        var share = Math.Max(Math.Max(options.MaxPeers - options.MaxInboundPeers, options.MaxPeers / 3), 1);
        var dialled = table.Active.Count(peer => !peer.Connection.IsInbound && !_dialling.ContainsKey(peer.Id));
        return Math.Min(options.MaxPeers - table.Active.Count, Math.Min(share, MaxDialling + dialled) - dialled - _dialling.Count);
    }

    private void DialSome(IReadOnlyList<Enode> found)
    {
        var now = services.Time.GetUtcNow();
        foreach (var (id, _) in _dialled.Where(dial => dial.Value + RedialPause <= now).ToArray())
        {
            _dialled.Remove(id);
        }

        foreach (var node in services.Dice.Shuffle(found.Where(IsWanted)).Take(Math.Max(Places(), 0)))
        {
            if (_dialling.TryAdd(node.Id, true))
            {
                _dialled[node.Id] = now;
                tasks.Start("discovered peer", token => DialAsync(node, token));
            }
        }
    }

    private bool IsWanted(Enode node) =>
        !_dialled.ContainsKey(node.Id) && !_dialling.ContainsKey(node.Id) && !statics.Contains(node.Id) && dialler.MayDial(node.Id);

    private async Task DialAsync(Enode node, CancellationToken cancellation)
    {
        try
        {
            await dialler.DialAsync(node, cancellation);
        }
        finally
        {
            _dialling.TryRemove(node.Id, out _);
        }
    }
}
