namespace PoaSidechain.Storage.LevelDb;

/// <summary>A <see cref="LevelDbStore"/> as it was at one moment.</summary>
internal sealed class LevelDbSnapshot(DB db, SnapShot snapshot) : IKeyValueSnapshot
{
    public byte[]? Get(ReadOnlySpan<byte> key) => db.Get(key, snapshot);

    public int Read(ReadOnlySpan<byte> key, Span<byte> destination) => db.Read(key, destination, snapshot);

    public IKeyValueCursor Seek(ReadOnlySpan<byte> start) => new LevelDbCursor(db.CreateIterator(snapshot), start);

    public void Dispose() => snapshot.Dispose();
}
