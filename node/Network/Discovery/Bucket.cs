using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Discovery;

/// <summary>Nodes of about the same distance: up to 16, newest answer first, and up to 10 that would take the place of one that is gone.</summary>
/// <remarks>Thread: the table's lock.</remarks>
internal sealed class Bucket(SubnetLimit tableLimit)
{
    /// <summary>Most nodes: the k of discv4.</summary>
    public const int Size = 16;

    /// <summary>Most nodes that wait for a place: geth's figure.</summary>
    public const int MaxSpares = 10;

    private const int MaxPerSubnet = 2;

    private readonly SubnetLimit _limit = new(MaxPerSubnet);
    private readonly List<TableEntry> _entries = [];
    private readonly List<TableEntry> _spares = [];

    /// <summary>The nodes, newest answer first.</summary>
    public IReadOnlyList<TableEntry> Entries => _entries;

    /// <summary>Adds a node that has just answered, or moves it to the front. An old node is never driven out by a new one: that is Kademlia's defence.</summary>
    public void Add(TableEntry entry)
    {
        if (TryReplace(_entries, entry) || TryReplace(_spares, entry) || !TryCount(entry))
        {
            return;
        }

        if (_entries.Count < Size)
        {
            _entries.Insert(0, entry);
            return;
        }

        _spares.Insert(0, entry);
        if (_spares.Count > MaxSpares)
        {
            Uncount(_spares[^1]);
            _spares.RemoveAt(_spares.Count - 1);
        }
    }

    /// <summary>Removes a node that does not answer any more; a spare one takes its place.</summary>
    /// <param name="id">The node.</param>
    /// <param name="spare">Chooses a spare by number, given how many there are.</param>
    public void Remove(NodeId id, Func<int, int> spare)
    {
        if (TryRemove(_spares, id) || !TryRemove(_entries, id) || _spares.Count == 0)
        {
            return;
        }

        var index = spare(_spares.Count); // a random one, so that nobody can arrange to be next
        _entries.Add(_spares[index]);
        _spares.RemoveAt(index);
    }

    private bool TryReplace(List<TableEntry> list, TableEntry entry)
    {
        var index = list.FindIndex(other => other.Node.Id == entry.Node.Id);
        if (index < 0)
        {
            return false;
        }

        var old = list[index];
        list.RemoveAt(index);
        Uncount(old);
        if (!TryCount(entry))
        {
            TryCount(old);
            entry = old; // its new address is in a network that is full: what we know of the old one stays
        }

        list.Insert(0, entry);
        return true;
    }

    private bool TryRemove(List<TableEntry> list, NodeId id)
    {
        var index = list.FindIndex(entry => entry.Node.Id == id);
        if (index < 0)
        {
            return false;
        }

        Uncount(list[index]);
        list.RemoveAt(index);
        return true;
    }

    private bool TryCount(TableEntry entry)
    {
        if (!tableLimit.TryAdd(entry.Node.Address))
        {
            return false;
        }

        if (_limit.TryAdd(entry.Node.Address))
        {
            return true;
        }

        tableLimit.Remove(entry.Node.Address);
        return false;
    }

    private void Uncount(TableEntry entry)
    {
        tableLimit.Remove(entry.Node.Address);
        _limit.Remove(entry.Node.Address);
    }
}
