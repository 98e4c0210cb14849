using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Storage;

namespace PoaSidechain.Clique.Signing;

/// <summary>Slashing protection: which blocks were given out for sealing, on disk before the seal is made.</summary>
/// <remarks>
/// <para>
/// The rule: one block on a parent, for ever. Two blocks of one height on different parents are allowed: after a reorganisation an honest signer has to
/// seal a height again, and without that Clique comes to a halt; the evidence of <see cref="Evidence.EquivocationKind"/> draws the same line.
/// </para>
/// <para>
/// The newest block is kept whole, so that one which was sealed but not published before a crash is published then instead of being lost: the signer may
/// not make another. Keys: <see cref="Schema.SealedParent"/> (seal hash), <see cref="Schema.NewestSeal"/> (block). Thread: any.
/// </para>
/// </remarks>
public sealed class SealJournal(IKeyValueStore store)
{
    /// <summary>Heights below the newest that are kept; deeper reorganisations are refused by the state store.</summary>
    internal const ulong KeptHeights = 100_000;

    private const ulong PruneInterval = 1024;

    private readonly Lock _writing = new();

    /// <summary>Enters a block that is about to be sealed; false when another one on the same parent is there. On disk when this returns.</summary>
    public bool TryEnter(in Address signer, Block unsealed)
    {
        var header = unsealed.Header;
        var sealHash = CliqueHeader.SealHash(header);
        lock (_writing)
        {
            if (SealHashAt(signer, header.Number, header.ParentHash) is { } present)
            {
                return present == sealHash;
            }

            Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
            using var batch = store.CreateBatch();
            batch.Put(Schema.SealedParent(key, signer, header.Number, header.ParentHash), sealHash.Bytes);
            batch.Put(Schema.NewestSeal(key, signer), unsealed.Encode());
            Prune(batch, signer, header.Number);
            store.Write(batch, durable: true);
            return true;
        }
    }

    /// <summary>The block that was entered last, still without its seal.</summary>
    public Block? Newest(in Address signer) =>
        store.Get(Schema.NewestSeal(stackalloc byte[Schema.MaxKeyLength], signer)) is { } stored ? Block.Decode(stored) : null;

    /// <summary>The seal hash entered for a height and parent.</summary>
    public Hash256? SealHashAt(in Address signer, ulong number, in Hash256 parent) =>
        store.Get(Schema.SealedParent(stackalloc byte[Schema.MaxKeyLength], signer, number, parent)) is { } stored ? new Hash256(stored) : null;

    private void Prune(IWriteBatch batch, in Address signer, ulong newest)
    {
        if (newest % PruneInterval != 0 || newest <= KeptHeights)
        {
            return;
        }

        var first = Schema.SealedParent(new byte[Schema.MaxKeyLength], signer, 0, default);
        var end = Schema.SealedParent(new byte[Schema.MaxKeyLength], signer, newest - KeptHeights, default);
        using var cursor = store.Seek(first);
        for (; cursor.IsValid && cursor.Key.SequenceCompareTo(end) < 0; cursor.MoveNext())
        {
            batch.Delete(cursor.Key);
        }
    }
}
