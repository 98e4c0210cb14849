namespace PoaSidechain.Storage;

/// <summary>A store in memory, for tests and throwaway chains.</summary>
/// <remarks>
/// Sorted entries in chunks that are never changed once published: a write makes new chunks where keys change and shares the others, so a
/// snapshot is just the list of chunks of its time. Thread: any.
/// </remarks>
public sealed class MemoryStore : IKeyValueStore
{
    private readonly Lock _writing = new();
    private volatile MemoryMap _map = MemoryMap.Empty;

    /// <inheritdoc/>
    public byte[]? Get(ReadOnlySpan<byte> key) => _map.Get(key);

    /// <inheritdoc/>
    public int Read(ReadOnlySpan<byte> key, Span<byte> destination) => _map.Read(key, destination);

    /// <inheritdoc/>
    public IKeyValueCursor Seek(ReadOnlySpan<byte> start) => _map.Seek(start);

    /// <inheritdoc/>
    public IWriteBatch CreateBatch() => new MemoryBatch();

    /// <inheritdoc/>
    public void Write(IWriteBatch batch, bool durable)
    {
        lock (_writing)
        {
            _map = _map.With(((MemoryBatch)batch).SortedChanges());
        }
    }

    /// <inheritdoc/>
    public IKeyValueSnapshot CreateSnapshot() => _map;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Memory only: nothing to give back.
    }
}
