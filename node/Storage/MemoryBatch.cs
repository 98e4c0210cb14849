namespace PoaSidechain.Storage;

/// <summary>Changes for a <see cref="MemoryStore"/>.</summary>
internal sealed class MemoryBatch : IWriteBatch
{
    private readonly List<MemoryMap.Entry> _changes = [];

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => _changes.Add(new MemoryMap.Entry(key.ToArray(), value.ToArray()));

    public void Delete(ReadOnlySpan<byte> key) => _changes.Add(new MemoryMap.Entry(key.ToArray(), null));

    public void Clear() => _changes.Clear();

    public void Dispose() => Clear();

    /// <summary>The last change of each key, in the order of the keys.</summary>
    public List<MemoryMap.Entry> SortedChanges()
    {
        List<(MemoryMap.Entry Entry, int Order)> sorted = new(_changes.Count);
        for (var i = 0; i < _changes.Count; i++)
        {
            sorted.Add((_changes[i], i));
        }

        sorted.Sort(static (a, b) => a.Entry.CompareTo(b.Entry.Key) is var order && order != 0 ? order : a.Order.CompareTo(b.Order));
        List<MemoryMap.Entry> last = new(sorted.Count);
        foreach (var (entry, _) in sorted)
        {
            if (last.Count > 0 && last[^1].CompareTo(entry.Key) == 0)
            {
                last[^1] = entry;
            }
            else
            {
                last.Add(entry);
            }
        }

        return last;
    }
}
