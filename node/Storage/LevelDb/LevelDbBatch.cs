namespace PoaSidechain.Storage.LevelDb;

/// <summary>Changes for a <see cref="LevelDbStore"/>.</summary>
internal sealed class LevelDbBatch : IWriteBatch
{
    public WriteBatch Changes { get; } = new();

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Changes.Put(key, value);

    public void Delete(ReadOnlySpan<byte> key) => Changes.Delete(key);

    public void Clear() => Changes.Clear();

    public void Dispose() => Changes.Dispose();
}
