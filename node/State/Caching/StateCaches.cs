using PoaSidechain.Primitives;
using PoaSidechain.Storage;

namespace PoaSidechain.State.Caching;

/// <summary>What of the newest committed state is kept in memory, and codes, which never change.</summary>
/// <remarks>Thread: any readers, one committer.</remarks>
internal sealed class StateCaches(StateOptions options)
{
    private readonly CleanCache _flat = new(options.FlatCacheBytes);
    private readonly CleanCache _nodes = new(options.NodeCacheBytes);

    /// <summary>Codes by hash.</summary>
    public LruCache<Hash256, Code> Codes { get; } = new(options.CachedCodes);

    /// <summary>The cache that a database key belongs to: accounts and slots are not to be driven out by trie nodes.</summary>
    public CleanCache For(ReadOnlySpan<byte> key) => key[0] is Schema.AccountPrefix or Schema.SlotPrefix ? _flat : _nodes;

    /// <summary>Forgets all but codes.</summary>
    public void Clear()
    {
        _flat.Clear();
        _nodes.Clear();
    }

    /// <summary>Starts a change of version.</summary>
    public void BeginCommit()
    {
        _flat.BeginCommit();
        _nodes.BeginCommit();
    }

    /// <summary>Names the version that the caches are of now.</summary>
    public void EndCommit(long version)
    {
        _flat.EndCommit(version);
        _nodes.EndCommit(version);
    }
}
