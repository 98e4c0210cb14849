using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <summary>Entries into a write batch.</summary>
internal sealed class BatchSink(IWriteBatch batch) : IStateSink
{
    /// <summary>Bytes of keys and values so far.</summary>
    public long Bytes { get; private set; }

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        batch.Put(key, value);
        Bytes += key.Length + value.Length;
    }

    public void Delete(ReadOnlySpan<byte> key)
    {
        batch.Delete(key);
        Bytes += key.Length;
    }
}
