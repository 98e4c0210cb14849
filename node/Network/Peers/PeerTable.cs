using PoaSidechain.Network.Rlpx;

namespace PoaSidechain.Network.Peers;

/// <summary>Places for peers: one session per node, no more than allowed.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class PeerTable(NodeId self, NetworkOptions options, BanList bans)
{
    private readonly Lock _placesLock = new();
    private readonly Dictionary<NodeId, (Connection Connection, Peer? Peer)> _places = [];
    private readonly HashSet<NodeId> _trusted = [.. options.TrustedPeers.Select(peer => peer.Id)];
    private readonly Dictionary<NodeId, TaskCompletionSource> _leaving = [];
    private volatile Peer[] _active = [];

    /// <summary>Peers with a finished handshake, as they are now. The array is never changed.</summary>
    public IReadOnlyList<Peer> Active => _active;

    /// <summary>True when the node may come whatever the limits.</summary>
    public bool IsTrusted(NodeId id)
    {
        lock (_placesLock)
        {
            return _trusted.Contains(id);
        }
    }

    /// <summary>True when the node is not let in for now.</summary>
    public bool IsBanned(NodeId id) => bans.Find(id) is not null;

    /// <summary>Makes a node trusted, or takes that back.</summary>
    public void SetTrusted(NodeId id, bool trusted)
    {
        lock (_placesLock)
        {
            _ = trusted ? _trusted.Add(id) : _trusted.Remove(id);
        }
    }

    /// <summary>Takes a place for a connection whose other end has proven its id; null, or why there is none.</summary>
    public SessionEnd? TryReserve(NodeId id, Connection connection)
    {
        Connection? replaced = null;
        lock (_placesLock)
        {
            if (id == self)
            {
                return new SessionEnd(DisconnectReason.ConnectedToSelf);
            }

            var isTrusted = _trusted.Contains(id);
            if (!isTrusted && bans.Find(id) is { } ban)
            {
                return new SessionEnd(DisconnectReason.UselessPeer, Detail: $"banned until {ban.Until:O} for {ban.Fault.Text()}");
            }

            if (_places.TryGetValue(id, out var place))
            {
                if (!IsPreferred(id, connection, place.Connection))
                {
                    return new SessionEnd(DisconnectReason.AlreadyConnected);
                }

                replaced = place.Connection;
                _active = Array.FindAll(_active, peer => peer != place.Peer);
            }
            else if (!isTrusted && IsFull(connection))
            {
                return new SessionEnd(DisconnectReason.TooManyPeers);
            }

            _places[id] = (connection, null);
        }

        replaced?.Abort(new SessionEnd(DisconnectReason.AlreadyConnected));
        return null;
    }

    /// <summary>The handshake is done; false when another connection took the place meanwhile.</summary>
    public bool TryActivate(Peer peer)
    {
        lock (_placesLock)
        {
            if (!_places.TryGetValue(peer.Id, out var place) || place.Connection != peer.Connection)
            {
                return false;
            }

            _places[peer.Id] = (peer.Connection, peer);
            _active = [.. _active, peer];
            return true;
        }
    }

    /// <summary>Gives a connection's place back, if it still has it.</summary>
    public void Release(NodeId id, Connection connection)
    {
        TaskCompletionSource? left;
        lock (_placesLock)
        {
            if (!_places.TryGetValue(id, out var place) || place.Connection != connection)
            {
                return;
            }

            _places.Remove(id);
            _active = Array.FindAll(_active, peer => peer != place.Peer);
            _leaving.Remove(id, out left);
        }

        left?.SetResult();
    }

    /// <summary>The session with a node, or null.</summary>
    public Peer? Find(NodeId id)
    {
        lock (_placesLock)
        {
            return _places.TryGetValue(id, out var place) ? place.Peer : null;
        }
    }

    /// <summary>Waits until no connection with the node has a place.</summary>
    public async Task WaitUntilGoneAsync(NodeId id, CancellationToken cancellation)
    {
        TaskCompletionSource? leaving;
        lock (_placesLock)
        {
            if (!_places.ContainsKey(id))
            {
                return;
            }

            if (!_leaving.TryGetValue(id, out leaving))
            {
                _leaving[id] = leaving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        await leaving.Task.WaitAsync(cancellation);
    }

    /// <summary>
    /// Of two connections that both nodes dialled at the same time, both keep the one that the node with the higher id dialled; else each might drop the
    /// other's. That one is a peer already does not count: it may be one here and not yet there.
    /// </summary>
    private bool IsPreferred(NodeId remote, Connection candidate, Connection current)
    {
        var weAreHigher = self.ToArray().AsSpan().SequenceCompareTo(remote.ToArray()) > 0;
        return candidate.IsInbound != current.IsInbound && candidate.IsInbound != weAreHigher;
    }

    private bool IsFull(Connection connection)
    {
        var counted = _places.Where(place => !_trusted.Contains(place.Key)).Select(place => place.Value.Connection).ToArray();
        return counted.Length >= options.MaxPeers
            || (connection.IsInbound && counted.Count(place => place.IsInbound) >= options.MaxInboundPeers);
    }
}
