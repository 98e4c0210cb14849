using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

public sealed partial class StateStore
{
    /// <summary>Accounts and slots written together: bounds memory, whatever the size of the genesis file.</summary>
    private const int GenesisPart = 100_000;

    private static ReadOnlySpan<byte> StatePrefixes =>
    [
        Schema.AccountPrefix, Schema.SlotPrefix, Schema.AccountNodePrefix, Schema.StorageNodePrefix, Schema.ChangesetPrefix,
        Schema.AccountHistoryPrefix, Schema.SlotHistoryPrefix,
    ];

    /// <summary>
    /// Writes the accounts of a genesis file into a database without a state, part by part. Nothing refers to them before the batch of
    /// <see cref="PrepareGenesis"/> is written; after an interruption it can simply be done again.
    /// </summary>
    /// <returns>The state root for the genesis header.</returns>
    public Hash256 WriteGenesis(StateChanges alloc)
    {
        if (IsInitialised)
        {
            throw new InvalidOperationException("The database has a genesis block already.");
        }

        Clear();
        var part = new StateChanges();
        var size = 0;
        foreach (var change in StateLayer.Sort(alloc, out _))
        {
            part.Accounts.Add(change);
            size += 1 + change.Slots.Count;
            if (size >= GenesisPart)
            {
                WritePart(part);
                part = new StateChanges();
                size = 0;
            }
        }

        foreach (var (hash, code) in alloc.Codes)
        {
            part.Codes[hash] = code;
        }

        WritePart(part);
        return Head.Root;
    }

    private void WritePart(StateChanges part)
    {
        var layer = StateTransition.Apply(Head, part);
        using var batch = _database.CreateBatch();
        var sink = new BatchSink(batch);
        LayerWriter.Write(layer, sink);
        WriteCodes(part.Codes, sink);
        _database.Write(batch, durable: false);
        Advance(head: null, layer.Root, [layer]);
    }

    /// <summary>Deletes what an interrupted <see cref="WriteGenesis"/> may have left.</summary>
    private void Clear()
    {
        DeleteState(_database);
        _caches.Clear();
        Advance(head: null, Keccak256.OfEmptyTrie, []);
    }

    /// <summary>Deletes accounts, slots, tries and history, but not codes, part by part.</summary>
    internal static void DeleteState(IKeyValueStore database)
    {
        foreach (var prefix in StatePrefixes)
        {
            using var cursor = database.Seek([prefix]);
            using var batch = database.CreateBatch();
            for (var count = 1; cursor.IsValid && cursor.Key[0] == prefix; cursor.MoveNext(), count++)
            {
                batch.Delete(cursor.Key);
                if (count % GenesisPart == 0)
                {
                    database.Write(batch, durable: false);
                    batch.Clear();
                }
            }

            database.Write(batch, durable: false);
        }
    }

    /// <summary>Puts the genesis block's state, which <see cref="WriteGenesis"/> wrote, into a batch as the head.</summary>
    public PreparedCommit PrepareGenesis(in Hash256 hash, IWriteBatch batch)
    {
        if (IsInitialised)
        {
            throw new InvalidOperationException("The database has a genesis block already.");
        }

        var head = new StateHead(0, hash, Head.Root, OldestChangeset: 1, IndexedFrom: _options.Archive ? 1 : StateHead.NotIndexed);
        head.Write(batch);
        return new PreparedCommit(head, [], [], 0);
    }
}
