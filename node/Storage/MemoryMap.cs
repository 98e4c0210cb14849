namespace PoaSidechain.Storage;

/// <summary>An immutable sorted map in chunks; the next version shares all chunks that did not change.</summary>
internal sealed class MemoryMap(MemoryMap.Entry[][] chunks) : IKeyValueSnapshot
{
    private const int MaxChunk = 128;

    /// <summary>The map without entries.</summary>
    public static MemoryMap Empty { get; } = new([]);

    public byte[]? Get(ReadOnlySpan<byte> key) => Find(key)?.ToArray();

    public int Read(ReadOnlySpan<byte> key, Span<byte> destination)
    {
        if (Find(key) is not { } value)
        {
            return -1;
        }

        value.AsSpan(0, Math.Min(value.Length, destination.Length)).CopyTo(destination);
        return value.Length;
    }

    public IKeyValueCursor Seek(ReadOnlySpan<byte> start)
    {
        var chunk = ChunkOf(start);
        return new Cursor(chunks, chunk, chunk < chunks.Length ? IndexIn(chunks[chunk], start) : 0);
    }

    /// <summary>The map with changes, which are sorted and have each key once.</summary>
    public MemoryMap With(List<Entry> changes)
    {
        List<Entry[]> result = new(chunks.Length + 1);
        List<Entry> merged = [];
        var next = 0;
        for (var i = 0; i < chunks.Length; i++)
        {
            var start = next;
            while (next < changes.Count && (i == chunks.Length - 1 || changes[next].CompareTo(chunks[i + 1][0].Key) < 0))
            {
                next++;
            }

            if (next == start)
            {
                result.Add(chunks[i]);
                continue;
            }

            Merge(chunks[i], changes, start, next, merged);
            Split(merged, result);
        }

        if (chunks.Length == 0)
        {
            Merge([], changes, 0, changes.Count, merged);
            Split(merged, result);
        }

        return new MemoryMap([.. result]);
    }

    public void Dispose()
    {
        // Memory only: nothing to give back.
    }

    private static void Merge(Entry[] old, List<Entry> changes, int start, int end, List<Entry> merged)
    {
        merged.Clear();
        var i = 0;
        for (; start < end; start++)
        {
            var change = changes[start];
            while (i < old.Length && old[i].CompareTo(change.Key) < 0)
            {
                merged.Add(old[i++]);
            }

            if (i < old.Length && old[i].CompareTo(change.Key) == 0)
            {
                i++;
            }

            if (change.Value is not null)
            {
                merged.Add(change);
            }
        }

        merged.AddRange(old.AsSpan(i));
    }

    private static void Split(List<Entry> merged, List<Entry[]> result)
    {
        var parts = (merged.Count + MaxChunk - 1) / MaxChunk;
        for (var i = 0; i < parts; i++)
        {
            var start = (int)((long)merged.Count * i / parts);
            var end = (int)((long)merged.Count * (i + 1) / parts);
            result.Add([.. merged[start..end]]);
        }
    }

    private byte[]? Find(ReadOnlySpan<byte> key)
    {
        var chunk = ChunkOf(key);
        if (chunk == chunks.Length)
        {
            return null;
        }

        var index = IndexIn(chunks[chunk], key);
        return index < chunks[chunk].Length && chunks[chunk][index].CompareTo(key) == 0 ? chunks[chunk][index].Value : null;
    }

    /// <summary>The first chunk whose last key is not below a key.</summary>
    private int ChunkOf(ReadOnlySpan<byte> key)
    {
        var low = 0;
        var high = chunks.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = chunks[middle][^1].CompareTo(key) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Index of the first entry whose key is not below a key.</summary>
    private static int IndexIn(Entry[] chunk, ReadOnlySpan<byte> key)
    {
        var low = 0;
        var high = chunk.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = chunk[middle].CompareTo(key) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>A key with its value; in a batch null removes the key.</summary>
    internal readonly record struct Entry(byte[] Key, byte[]? Value)
    {
        /// <summary>Byte order of this key and another.</summary>
        public int CompareTo(ReadOnlySpan<byte> key) => Key.AsSpan().SequenceCompareTo(key);
    }

    private sealed class Cursor(Entry[][] chunks, int chunk, int index) : IKeyValueCursor
    {
        private int _chunk = chunk;
        private int _index = index;

        public bool IsValid => _chunk >= 0 && _chunk < chunks.Length;

        public ReadOnlySpan<byte> Key => chunks[_chunk][_index].Key;

        public ReadOnlySpan<byte> Value => chunks[_chunk][_index].Value;

        public void MoveNext()
        {
            if (++_index == chunks[_chunk].Length)
            {
                _chunk++;
                _index = 0;
            }
        }

        public void MovePrevious()
        {
            if (--_index < 0 && --_chunk >= 0)
            {
                _index = chunks[_chunk].Length - 1;
            }
        }

        public void Dispose()
        {
            // Memory only: nothing to give back.
        }
    }
}
