using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain.Pool;

/// <summary>Transactions that wait for a block.</summary>
/// <remarks>Thread: any.</remarks>
public interface ITransactionPool
{
    /// <summary>Raised after transactions became pending (ready for the next blocks), outside any lock, in batches.</summary>
    event Action<IReadOnlyList<Transaction>>? Pending;

    /// <summary>Offers a transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="isLocal">True when it came in by this node's RPC: then it is kept over restarts and evicted last.</param>
    PoolVerdict Add(Transaction transaction, bool isLocal);

    /// <summary>A waiting transaction, or null.</summary>
    Transaction? Find(in Hash256 hash);

    /// <summary>True when a transaction with this hash waits here.</summary>
    bool Contains(in Hash256 hash);

    /// <summary>Takes out a transaction that was found to be invalid; what follows it in nonce has to wait from then on.</summary>
    void Remove(in Hash256 hash);

    /// <summary>The nonce that an account's next transaction should have, those that wait here counted.</summary>
    ulong GetPendingNonce(in Address sender);

    /// <summary>Executable transactions, by sender in rising nonce.</summary>
    IReadOnlyDictionary<Address, IReadOnlyList<Transaction>> GetPending();

    /// <summary>Transactions that wait for an earlier nonce, by sender in rising nonce.</summary>
    IReadOnlyDictionary<Address, IReadOnlyList<Transaction>> GetQueued();

    /// <summary>How many are pending and how many queued.</summary>
    (int Pending, int Queued) Count { get; }
}
