using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Transactions;

/// <summary>The part of the journal that belongs to one lane: one key on one chain.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed class LaneRecord(CheckpointerJournal journal, ulong chainId)
{
    /// <summary>All transactions not yet final, by nonce.</summary>
    public IReadOnlyList<LaneTransaction> Load() =>
        [.. journal.Scan(JournalKeys.Numbered(JournalKeys.TransactionKind, chainId)).Select(entry => LaneTransaction.Decode(entry.Value))];

    /// <summary>Writes a transaction, new or with one more attempt, before it is sent.</summary>
    public void Save(LaneTransaction transaction) =>
        journal.Put(JournalKeys.Transaction(chainId, transaction.Nonce), transaction.Encode());

    /// <summary>Forgets a transaction that is final, and books what it cost.</summary>
    public void Forget(LaneTransaction transaction, in UInt256 cost, uint day)
    {
        var spent = Spent(day) + cost;
        journal.Write(
        [
            (JournalKeys.Transaction(chainId, transaction.Nonce), null),
            (JournalKeys.Spent(chainId, day), spent.ToHash256().ToArray()),
        ]);
    }

    /// <summary>What was spent on a day by transactions that are final, wei.</summary>
    public UInt256 Spent(uint day) => journal.GetHash(JournalKeys.Spent(chainId, day))?.ToUInt256() ?? UInt256.Zero;
}
