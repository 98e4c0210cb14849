namespace PoaSidechain.State.Caching;

/// <summary>Entries into the caches, between begin and end of a commit.</summary>
internal sealed class CacheSink(StateCaches caches) : IStateSink
{
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => caches.For(key).Commit(key, value);

    public void Delete(ReadOnlySpan<byte> key) => caches.For(key).Commit(key, default);
}
