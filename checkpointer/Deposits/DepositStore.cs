using PoaSidechain.Checkpointer.Journal;

namespace PoaSidechain.Checkpointer.Deposits;

/// <summary>Deposits seen on L1 and not yet needed no more, by nonce.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed class DepositStore(CheckpointerJournal journal)
{
    /// <summary>The last L1 block searched; null before the first search.</summary>
    public ulong? SearchedTo => journal.GetNumber(JournalKeys.DepositsSearched);

    /// <summary>Adds what a range of blocks held, and moves the mark behind it.</summary>
    public void Add(IReadOnlyCollection<SeenDeposit> seen, ulong searchedTo) => journal.Write(
    [
        .. seen.Select(s => (JournalKeys.Deposit(s.Deposit.Nonce), (byte[]?)s.Encode())),
        (JournalKeys.DepositsSearched, JournalKeys.Number(searchedTo)),
    ]);

    /// <summary>The deposits from a nonce on, up to a count; null when one is missing.</summary>
    public IReadOnlyList<SeenDeposit>? Range(ulong from, ulong count)
    {
        var deposits = new List<SeenDeposit>();
        for (var nonce = from; nonce < count; nonce++)
        {
            if (journal.Get(JournalKeys.Deposit(nonce)) is not { } encoded)
            {
                return null;
            }

            deposits.Add(SeenDeposit.Decode(encoded));
        }

        return deposits;
    }

    /// <summary>Forgets the deposits below a nonce: they were credited.</summary>
    public void Prune(ulong below)
    {
        var old = journal.Scan([JournalKeys.DepositKind]).TakeWhile(e => NonceOf(e.Key) < below).Select(e => (e.Key, (byte[]?)null)).ToArray();
        if (old.Length > 0)
        {
            journal.Write(old);
        }
    }

    /// <summary>Forgets everything, to search anew: what was seen does not fit what was proven.</summary>
    public void Reset() => journal.Write(
    [
        .. journal.Scan([JournalKeys.DepositKind]).Select(e => (e.Key, (byte[]?)null)),
        (JournalKeys.DepositsSearched, null),
    ]);

    private static ulong NonceOf(byte[] key) => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(key.AsSpan(1));
}
