namespace PoaSidechain.State.Trie;

/// <summary>Trie nodes by database key: those a block made, and the keys of those it removed.</summary>
/// <remarks>A hash table of structs over one arena. Thread: one writer, then any number of readers.</remarks>
internal sealed class NodeTable(ByteArena arena)
{
    private int[] _buckets = new int[16];
    private Entry[] _entries = new Entry[16];

    /// <summary>Number of keys, removed nodes included.</summary>
    public int Count { get; private set; }

    /// <summary>The arena that holds keys and nodes.</summary>
    public ByteArena Arena => arena;

    /// <summary>Points a key to a node that is in the arena already.</summary>
    public void Put(ReadOnlySpan<byte> key, int address, int length)
    {
        ref var entry = ref FindOrAdd(key);
        entry.Value = address;
        entry.ValueLength = length;
    }

    /// <summary>Notes that no node is stored under a key (any more).</summary>
    public void Remove(ReadOnlySpan<byte> key)
    {
        ref var entry = ref FindOrAdd(key);
        entry.ValueLength = 0;
    }

    /// <summary>True when the table knows the key; the node is empty when it was removed.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> node)
    {
        var index = Find(key, HashOf(key));
        node = index < 0 ? default : NodeAt(index);
        return index >= 0;
    }

    /// <summary>The key of an entry, in order of arrival.</summary>
    public ReadOnlySpan<byte> KeyAt(int index) => arena.At(_entries[index].Key, _entries[index].KeyLength);

    /// <summary>The node of an entry; empty when it was removed.</summary>
    public ReadOnlySpan<byte> NodeAt(int index) => arena.At(_entries[index].Value, _entries[index].ValueLength);

    private int Find(ReadOnlySpan<byte> key, uint hash)
    {
        for (var i = _buckets[hash & (uint)(_buckets.Length - 1)] - 1; i >= 0; i = _entries[i].Next)
        {
            if (_entries[i].Hash == hash && KeyAt(i).SequenceEqual(key))
            {
                return i;
            }
        }

        return -1;
    }

    private ref Entry FindOrAdd(ReadOnlySpan<byte> key)
    {
        var hash = HashOf(key);
        var index = Find(key, hash);
        if (index >= 0)
        {
            return ref _entries[index];
        }

        if (Count == _entries.Length)
        {
            Grow();
        }

        ref var bucket = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        ref var entry = ref _entries[Count];
        entry = new Entry { Hash = hash, Next = bucket - 1, Key = arena.Add(key), KeyLength = key.Length };
        bucket = ++Count;
        return ref entry;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, Count * 2);
        _buckets = new int[_entries.Length];
        for (var i = 0; i < Count; i++)
        {
            ref var bucket = ref _buckets[_entries[i].Hash & (uint)(_buckets.Length - 1)];
            _entries[i].Next = bucket - 1;
            bucket = i + 1;
        }
    }

    private static uint HashOf(ReadOnlySpan<byte> key) => (uint)ByteHash.Of(key);

    private struct Entry
    {
        public uint Hash;
        public int Next;
        public int Key;
        public int KeyLength;
        public int Value;
        public int ValueLength;
    }
}
