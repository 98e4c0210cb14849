using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Caching;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <summary>
/// The state on disk: exactly one, that of the committed head, overwritten in place; and for each of the newest blocks a changeset of old
/// values, by which it is undone or read.
/// </summary>
/// <remarks>
/// A commit has two steps around the caller's write, so that the block's own data goes into the same batch: <see cref="Prepare"/> fills the
/// batch, the caller writes it, <see cref="Publish"/> moves <see cref="Head"/>. When the write fails nothing is published and nothing has
/// moved. Keys and forms: <see cref="Schema"/>, <c>AccountCodec</c>, <c>ChangesetReader</c>. Thread: one committer; readers on any thread,
/// each with the views it took.
/// </remarks>
public sealed partial class StateStore
{
    private readonly IKeyValueStore _database;
    private readonly StateOptions _options;
    private readonly StateCaches _caches;
    private volatile Published _published;

    private StateStore(IKeyValueStore database, StateOptions options)
    {
        _database = database;
        _options = options;
        _caches = new StateCaches(options);
        var snapshot = database.CreateSnapshot();
        var head = StateHead.Read(snapshot);
        _published = new Published(head, new CommittedStateView(snapshot, _caches, 0, head?.Root ?? DraftRoot(snapshot)), 0);
        _caches.EndCommit(0);
    }

    /// <summary>True when the state of a block is there; false before the genesis block is committed.</summary>
    public bool IsInitialised => _published.Head is not null;

    /// <summary>The state of the committed head; empty before genesis.</summary>
    public StateView Head => _published.View;

    /// <summary>Number of the committed head.</summary>
    public ulong HeadNumber => Initialised(_published).Number;

    /// <summary>Hash of the committed head.</summary>
    public Hash256 HeadHash => Initialised(_published).Hash;

    /// <summary>The oldest block to which <see cref="Rewind"/> can go back.</summary>
    public ulong OldestRewind => Initialised(_published).OldestChangeset - 1;

    /// <summary>The oldest block whose state <see cref="ViewAt"/> answers.</summary>
    public ulong OldestView
    {
        get
        {
            var head = Initialised(_published);
            var unindexed = Math.Max(head.OldestChangeset - 1, head.Number - Math.Min(head.Number, (ulong)_options.HistoryBlocks));
            return head.IndexedFrom == StateHead.NotIndexed ? unindexed : Math.Min(unindexed, head.IndexedFrom - 1);
        }
    }

    /// <summary>What the caches did since opening.</summary>
    public StateCacheStatistics CacheStatistics => _caches.Statistics;

    /// <summary>
    /// Opens the state in a database, or prepares an empty one; checks the database's version and that the head's root is there.
    /// </summary>
    public static StateStore Open(IKeyValueStore database, StateOptions options)
    {
        DatabaseVersion.Ensure(database);
        var store = new StateStore(database, options);
        if (store.Head.Root != Keccak256.OfEmptyTrie)
        {
            store.Head.LoadNode([Schema.AccountNodePrefix], store.Head.Root.Bytes, new Trie.ByteArena());
        }

        return store;
    }

    /// <summary>
    /// Walks the whole committed state and compares tries, flat entries and codes; throws <see cref="StorageException"/> at the first
    /// difference. To be run after a repair.
    /// </summary>
    public StateCheckReport Check(CancellationToken cancellation) => new StateCheck(_published.View, cancellation).Run();

    private static StateHead Initialised(Published published) =>
        published.Head ?? throw new InvalidOperationException("The database has no state yet: commit a genesis block first.");

    /// <summary>What readers see, replaced as a whole.</summary>
    /// <param name="Head">Which block it is; null before genesis.</param>
    /// <param name="View">Its state.</param>
    /// <param name="Version">Counts commits since opening.</param>
    private sealed record Published(StateHead? Head, CommittedStateView View, long Version);
}
