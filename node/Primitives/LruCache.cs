namespace PoaSidechain.Primitives;

/// <summary>A map that forgets what was used longest ago once it is full.</summary>
/// <remarks>Thread: any; guarded by one lock, for caches that are asked a few times a block, not a few times an opcode.</remarks>
public sealed class LruCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _entriesLock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _entries = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byUse = new();

    /// <summary>Number of entries.</summary>
    public int Count
    {
        get
        {
            lock (_entriesLock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Finds an entry and makes it the most recently used.</summary>
    public bool TryGet(TKey key, out TValue value)
    {
        lock (_entriesLock)
        {
            if (!_entries.TryGetValue(key, out var node))
            {
                value = default!;
                return false;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            value = node.Value.Value;
            return true;
        }
    }

    /// <summary>Adds or replaces an entry; true when the key was new.</summary>
    public bool Set(TKey key, TValue value)
    {
        lock (_entriesLock)
        {
            if (_entries.Remove(key, out var old))
            {
                _byUse.Remove(old);
            }
            else if (_entries.Count >= capacity)
            {
                _entries.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }

            _entries[key] = _byUse.AddFirst((key, value));
            return old is null;
        }
    }

    /// <summary>Forgets an entry.</summary>
    public void Remove(TKey key)
    {
        lock (_entriesLock)
        {
            if (_entries.Remove(key, out var node))
            {
                _byUse.Remove(node);
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_entriesLock)
        {
            _entries.Clear();
            _byUse.Clear();
        }
    }
}
