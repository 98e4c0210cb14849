using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Storage;

namespace PoaSidechain.Chain.Pool;

/// <summary>Keeps this node's own transactions over a restart.</summary>
/// <remarks>
/// One key a transaction. Not synchronised to disk one by one: the process may be killed at any instant without loss, only a machine that loses power
/// may forget the last ones. Thread: any.
/// </remarks>
public sealed class PoolJournal(IKeyValueStore database)
{
    /// <summary>Remembers a transaction.</summary>
    public void Add(Transaction transaction)
    {
        using var batch = database.CreateBatch();
        batch.Put(Schema.PendingTransaction(stackalloc byte[Schema.MaxKeyLength], transaction.Hash), transaction.Encoded.Span);
        database.Write(batch, durable: false);
    }

    /// <summary>Forgets a transaction.</summary>
    public void Remove(in Hash256 hash)
    {
        using var batch = database.CreateBatch();
        batch.Delete(Schema.PendingTransaction(stackalloc byte[Schema.MaxKeyLength], hash));
        database.Write(batch, durable: false);
    }

    /// <summary>All remembered transactions; what cannot be read is left out.</summary>
    public IReadOnlyList<Transaction> Load()
    {
        List<Transaction> transactions = [];
        using var cursor = database.Seek([Schema.PendingTransactionPrefix]);
        for (; cursor.IsValid && cursor.Key[0] == Schema.PendingTransactionPrefix; cursor.MoveNext())
        {
            try
            {
                transactions.Add(Transaction.Decode(cursor.Value));
            }
            catch (RlpException)
            {
                // written by another version: its sender has to send it again
            }
        }

        return [.. transactions.OrderBy(transaction => transaction.Nonce)];
    }
}
