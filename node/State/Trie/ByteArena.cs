namespace PoaSidechain.State.Trie;

/// <summary>Bytes handed out one after another from chunks that never move: trie nodes without an object each.</summary>
/// <remarks>
/// Chunks stay below the large-object limit, so an arena lives and dies with the young generations. Thread: one writer, then readers.
/// </remarks>
internal sealed class ByteArena
{
    private const int ChunkBits = 16;
    private const int ChunkSize = 1 << ChunkBits;
    private const int FirstChunkSize = 1 << 11;

    private byte[][] _chunks = new byte[4][];
    private int _count;
    private int _position;

    /// <summary>Bytes in all chunks.</summary>
    public long Capacity { get; private set; }

    /// <summary>Reserves bytes that lie together, and answers where.</summary>
    public int Allocate(int size)
    {
        if (_count == 0 || _chunks[_count - 1].Length - _position < size)
        {
            AddChunk(size);
        }

        var address = ((_count - 1) << ChunkBits) | _position;
        _position += size;
        return address;
    }

    /// <summary>Reserves and fills.</summary>
    public int Add(ReadOnlySpan<byte> bytes)
    {
        var address = Allocate(bytes.Length);
        bytes.CopyTo(At(address, bytes.Length));
        return address;
    }

    /// <summary>The bytes at an address; valid as long as the arena.</summary>
    public Span<byte> At(int address, int length) => _chunks[address >> ChunkBits].AsSpan(address & (ChunkSize - 1), length);

    /// <summary>Reserves bytes to be written by the caller.</summary>
    public Span<byte> Take(int size) => At(Allocate(size), size);

    /// <summary>Gives back the end of what was reserved last.</summary>
    public void Shrink(int unused) => _position -= unused;

    private void AddChunk(int atLeast)
    {
        if (_count == _chunks.Length)
        {
            Array.Resize(ref _chunks, _count * 2);
        }

        // A small first chunk for the many views of a few accounts. An oversize item has a chunk of its own, so an address reaches it by
        // its start.
        var regular = _count == 0 ? FirstChunkSize : _count == 1 ? ChunkSize / 4 : ChunkSize;
        var size = Math.Max(regular, atLeast);
        _chunks[_count++] = GC.AllocateUninitializedArray<byte>(size);
        _position = 0;
        Capacity += size;
    }
}
