namespace PoaSidechain.Network.Peers;

/// <summary>Nodes that are not let in for a while, with the reason.</summary>
/// <remarks>Thread: any. Bounded: when it is full, the ban that ends first is forgotten.</remarks>
internal sealed class BanList(TimeProvider time)
{
    private const int MaxBans = 4096;

    private readonly Lock _bansLock = new();
    private readonly Dictionary<NodeId, Ban> _bans = [];

    /// <summary>Bans in force.</summary>
    public IReadOnlyList<Ban> Current
    {
        get
        {
            lock (_bansLock)
            {
                Forget();
                return [.. _bans.Values];
            }
        }
    }

    /// <summary>Bans a node for as long as its fault demands; nothing for a fault that demands no ban, or that would end before one in force.</summary>
    public Ban? Add(NodeId id, PeerFault fault, string? detail)
    {
        var length = fault.BanTime();
        if (length == TimeSpan.Zero)
        {
            return null;
        }

        var ban = new Ban(id, fault, detail, time.GetUtcNow() + length);
        lock (_bansLock)
        {
            if (_bans.TryGetValue(id, out var current) && current.Until >= ban.Until)
            {
                return null;
            }

            if (_bans.Count >= MaxBans)
            {
                Forget();
            }

            if (_bans.Count >= MaxBans)
            {
                _bans.Remove(_bans.Values.MinBy(other => other.Until)!.Id);
            }

            _bans[id] = ban;
            return ban;
        }
    }

    /// <summary>The ban in force for a node, or null.</summary>
    public Ban? Find(NodeId id)
    {
        lock (_bansLock)
        {
            return _bans.TryGetValue(id, out var ban) && ban.Until > time.GetUtcNow() ? ban : null;
        }
    }

    /// <summary>Lifts a ban.</summary>
    public void Remove(NodeId id)
    {
        lock (_bansLock)
        {
            _bans.Remove(id);
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var ban in _bans.Values.Where(ban => ban.Until <= now).ToArray())
        {
            _bans.Remove(ban.Id);
        }
    }
}
