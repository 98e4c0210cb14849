using PoaSidechain.Storage;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>A store in memory whose writes begin to fail at a moment, as if the process had been killed there.</summary>
internal sealed class FailingStore : IKeyValueStore
{
    private readonly MemoryStore _store = new();
    private int _writesSinceNote;

    /// <summary>Writes that still succeed after a chain began to be taken in; null for all.</summary>
    public int? FailsAfterInstallNote { get; set; }

    public byte[]? Get(ReadOnlySpan<byte> key) => _store.Get(key);

    public int Read(ReadOnlySpan<byte> key, Span<byte> destination) => _store.Read(key, destination);

    public IKeyValueCursor Seek(ReadOnlySpan<byte> start) => _store.Seek(start);

    public IWriteBatch CreateBatch() => _store.CreateBatch();

    public void Write(IWriteBatch batch, bool durable)
    {
        if (FailsAfterInstallNote is { } limit && _store.Get(Schema.StateInstall) is not null && ++_writesSinceNote > limit)
        {
            throw new IOException("The disk is gone.");
        }

        _store.Write(batch, durable);
    }

    public IKeyValueSnapshot CreateSnapshot() => _store.CreateSnapshot();

    public void Dispose() => _store.Dispose();
}
