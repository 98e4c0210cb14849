using PoaSidechain.Chain;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Storage;

namespace PoaSidechain.Clique;

/// <summary>Finds the state of the vote after any block: from memory, from the database, or by applying headers from the last known state on.</summary>
/// <remarks>
/// What is stored is a cache: all of it follows from the headers, so a lost or damaged entry is only computed again. Unlike geth, an epoch block is
/// never trusted as a fresh start: its list of recent signers would be unknown. Thread: any.
/// </remarks>
public sealed class SnapshotStore(IKeyValueStore database)
{
    /// <summary>Every so many blocks a state is stored.</summary>
    internal const ulong StoreInterval = 1024;

    private const int CacheSize = 1024;

    private readonly LruCache<Hash256, Snapshot> _cache = new(CacheSize);

    /// <summary>The state after a block; null when an ancestor is missing or a seal on the way is none.</summary>
    public Snapshot? Get(BlockHeader header, IHeaderSource headers, CliqueEngine engine)
    {
        // Only hashes are kept on the way down: a chain of a million blocks needs 32 MB, not all its headers.
        var missing = new Stack<Hash256>();
        var current = header;
        Snapshot? snapshot;
        while ((snapshot = Find(current)) is null)
        {
            missing.Push(current.Hash);
            if (headers.FindHeader(current.ParentHash) is not { } parent)
            {
                return null;
            }

            current = parent;
        }

        while (missing.TryPop(out var hash))
        {
            current = hash == header.Hash ? header : headers.FindHeader(hash);
            if (current is null || !engine.TryGetSigner(current, out var signer))
            {
                return null;
            }

            snapshot = snapshot.Apply(current, signer, engine.Parameters.EpochLength);
            Keep(snapshot);
        }

        return snapshot;
    }

    private Snapshot? Find(BlockHeader header)
    {
        if (_cache.TryGet(header.Hash, out var snapshot))
        {
            return snapshot;
        }

        snapshot = header.Number == 0 ? Snapshot.OfGenesis(header)
            : header.Number % StoreInterval == 0 ? Load(header)
            : null;
        if (snapshot is not null)
        {
            _cache.Set(header.Hash, snapshot);
        }

        return snapshot;
    }

    private Snapshot? Load(BlockHeader header) =>
        database.Get(Schema.CliqueSnapshot(stackalloc byte[Schema.MaxKeyLength], header.Hash)) is { } stored ? SnapshotCodec.TryDecode(stored, header) : null;

    private void Keep(Snapshot snapshot)
    {
        _cache.Set(snapshot.Hash, snapshot);
        if (snapshot.Number % StoreInterval != 0)
        {
            return;
        }

        using var batch = database.CreateBatch();
        batch.Put(Schema.CliqueSnapshot(stackalloc byte[Schema.MaxKeyLength], snapshot.Hash), SnapshotCodec.Encode(snapshot));
        database.Write(batch, durable: false);
    }
}
