using System.Buffers.Binary;
using PoaSidechain.Chain.Store;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;
using PoaSidechain.State.Snap;
using PoaSidechain.Storage;

namespace PoaSidechain.Chain.Joining;

/// <summary>Takes a chain that was put together apart into the node's database: headers and state from the draft, bodies and receipts lie there.</summary>
/// <remarks>
/// Too much for one batch. So first it is noted durably what is being taken in, and last, in one durable batch, the head moves and the note
/// goes; a node that finds the note when it opens the database does it again from the start before anything else (<see cref="Resume"/>).
/// </remarks>
public static class ChainInstall
{
    private const int BlocksPerBatch = 256;

    /// <summary>True when it was begun and not ended.</summary>
    public static bool IsPending(IKeyValueStore database) => database.Get(Schema.StateInstall) is not null;

    /// <summary>Does again what was interrupted.</summary>
    public static void Resume(IKeyValueStore draft, IKeyValueStore database, StateOptions options)
    {
        var note = database.Get(Schema.StateInstall) ?? throw new InvalidOperationException("Nothing was begun.");
        Run(draft, database, BinaryPrimitives.ReadUInt64BigEndian(note), new Hash256(note.AsSpan(sizeof(ulong))), options);
    }

    /// <summary>Takes in everything up to a block whose state the draft is.</summary>
    public static void Run(IKeyValueStore draft, IKeyValueStore database, ulong number, in Hash256 hash, StateOptions options)
    {
        var headers = new ChainStore(draft);
        var pivot = headers.ReadHeader(number, hash);
        if (pivot is null || pivot.StateRoot != DraftInstall.RootOf(draft))
        {
            throw new StorageException(StorageError.Corrupt, $"What was downloaded is not the state of block {number} {hash}. Sync into a new folder.");
        }

        Note(database, pivot);
        DraftInstall.Move(draft, database);
        PutBlocks(headers, new ChainStore(database), number);
        using var batch = database.CreateBatch();
        DraftInstall.PutHead(batch, number, hash, pivot.StateRoot, options);
        ChainStore.PutHead(batch, hash);
        batch.Delete(Schema.StateInstall);
        database.Write(batch, durable: true);
    }

    private static void Note(IKeyValueStore database, BlockHeader pivot)
    {
        Span<byte> note = stackalloc byte[sizeof(ulong) + Hash256.Size];
        BinaryPrimitives.WriteUInt64BigEndian(note, pivot.Number);
        pivot.Hash.CopyTo(note[sizeof(ulong)..]);
        using var batch = database.CreateBatch();
        batch.Put(Schema.StateInstall, note);
        database.Write(batch, durable: true);
    }

    private static void PutBlocks(ChainStore headers, ChainStore store, ulong last)
    {
        using var batch = store.Database.CreateBatch();
        for (var number = 1UL; number <= last; number++)
        {
            var hash = headers.ReadCanonicalHash(number) ?? throw Missing(number);
            var block = new Block(
                headers.ReadHeader(number, hash) ?? throw Missing(number), store.ReadBody(number, hash) ?? throw Missing(number));
            ChainStore.PutBlock(batch, block, headers.ReadTotalDifficulty(number, hash) ?? throw Missing(number));
            ChainStore.PutCanonical(
                batch, new ProcessedBlock(block, store.ReadReceipts(number, hash) ?? throw Missing(number), StateView.Empty));
            if (number % BlocksPerBatch == 0 || number == last)
            {
                store.Database.Write(batch, durable: false);
                batch.Clear();
            }
        }
    }

    private static StorageException Missing(ulong number) =>
        new(StorageError.Corrupt, $"Block {number} was downloaded and is not whole any more. Sync into a new folder.");
}
