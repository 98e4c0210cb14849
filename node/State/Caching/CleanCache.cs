namespace PoaSidechain.State.Caching;

/// <summary>Entries of the newest committed state, by database key, in memory of fixed size.</summary>
/// <remarks>
/// The cache belongs to one version of the state at a time. Readers name theirs: those of an older view miss, and what they read from their
/// snapshot is not taken in. A commit withdraws the version, puts in what it changed, and names the new version. A key's shard is locked
/// both when a reader looks and when the commit changes it, so a reader that still sees the old version there also finds the old entry.
/// Thread: any readers, one committer.
/// </remarks>
internal sealed class CleanCache
{
    private const int ShardCount = 32;
    private const long NoVersion = -1;

    private readonly CleanCacheShard[] _shards;
    private long _version = NoVersion;

    /// <summary>A cache of about as many bytes; 0 makes one that keeps nothing.</summary>
    public CleanCache(long bytes)
    {
        _shards = new CleanCacheShard[bytes == 0 ? 0 : ShardCount];
        for (var i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new CleanCacheShard((int)Math.Min(bytes / ShardCount, 1 << 30));
        }
    }

    /// <summary>Look-ups by views of the cache's version that found their entry, and that did not.</summary>
    public (long Hits, long Misses) Statistics
    {
        get
        {
            long hits = 0;
            long misses = 0;
            foreach (var shard in _shards)
            {
                lock (shard.Gate)
                {
                    hits += shard.Hits;
                    misses += shard.Misses;
                }
            }

            return (hits, misses);
        }
    }

    /// <summary>Looks a key up for a view of some version.</summary>
    /// <param name="version">The view's.</param>
    /// <param name="key">Database key.</param>
    /// <param name="destination">Room for the longest entry.</param>
    /// <param name="length">Length of the entry; 0 for a key known to be absent.</param>
    public bool TryGet(long version, ReadOnlySpan<byte> key, Span<byte> destination, out int length)
    {
        length = 0;
        if (_shards.Length == 0)
        {
            return false;
        }

        var hash = ByteHash.Of(key);
        var shard = _shards[hash % ShardCount];
        lock (shard.Gate)
        {
            return Volatile.Read(ref _version) == version && shard.TryGet(hash, key, destination, out length);
        }
    }

    /// <summary>Takes in what a reader found in its snapshot, if that is of the cache's version.</summary>
    public void Add(long version, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (_shards.Length == 0)
        {
            return;
        }

        var hash = ByteHash.Of(key);
        var shard = _shards[hash % ShardCount];
        lock (shard.Gate)
        {
            if (Volatile.Read(ref _version) == version)
            {
                shard.Put(hash, key, value);
            }
        }
    }

    /// <summary>Starts a change of version: until <see cref="EndCommit"/> nobody finds anything.</summary>
    public void BeginCommit() => Volatile.Write(ref _version, NoVersion);

    /// <summary>Between begin and end: what a key is from now on; empty for absent.</summary>
    public void Commit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (_shards.Length == 0)
        {
            return;
        }

        var hash = ByteHash.Of(key);
        var shard = _shards[hash % ShardCount];
        lock (shard.Gate)
        {
            shard.Put(hash, key, value);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        foreach (var shard in _shards)
        {
            lock (shard.Gate)
            {
                shard.Clear();
            }
        }
    }

    /// <summary>Names the version the cache belongs to now.</summary>
    public void EndCommit(long version) => Volatile.Write(ref _version, version);
}
