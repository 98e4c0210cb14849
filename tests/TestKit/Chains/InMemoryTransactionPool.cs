using System.Collections.Concurrent;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.TestKit.Chains;

/// <summary>A pool in memory that takes every signed transaction; all are pending.</summary>
public sealed class InMemoryTransactionPool : ITransactionPool
{
    private readonly ConcurrentDictionary<Hash256, Transaction> _transactions = new();

    public event Action<IReadOnlyList<Transaction>>? Pending;

    /// <summary>Raised after each offer, whatever became of the transaction.</summary>
    public event Action<Transaction, PoolVerdict>? Offered;

    /// <summary>What the pool says to a transaction that it does not have.</summary>
    public Func<Transaction, PoolVerdict> Rule { get; set; } = static _ => PoolVerdict.Accepted;

    public (int Pending, int Queued) Count => (_transactions.Count, 0);

    public PoolVerdict Add(Transaction transaction, bool isLocal)
    {
        var verdict = _transactions.ContainsKey(transaction.Hash) ? new PoolVerdict(PoolError.AlreadyKnown) : Rule(transaction);
        if (verdict.IsAccepted)
        {
            _transactions[transaction.Hash] = transaction;
        }

        Offered?.Invoke(transaction, verdict);
        if (verdict.IsAccepted)
        {
            Pending?.Invoke([transaction]);
        }

        return verdict;
    }

    public Transaction? Find(in Hash256 hash) => _transactions.GetValueOrDefault(hash);

    public bool Contains(in Hash256 hash) => _transactions.ContainsKey(hash);

    public void Remove(in Hash256 hash) => _transactions.TryRemove(hash, out _);

    public ulong GetPendingNonce(in Address sender) =>
        GetPending().TryGetValue(sender, out var transactions) ? transactions[^1].Nonce + 1 : 0;

    public IReadOnlyDictionary<Address, IReadOnlyList<Transaction>> GetPending() =>
        _transactions.Values
            .GroupBy(transaction => transaction.TryGetSender(out var sender) ? sender : default)
            .ToDictionary(group => group.Key, IReadOnlyList<Transaction> (group) => [.. group.OrderBy(transaction => transaction.Nonce)]);

    public IReadOnlyDictionary<Address, IReadOnlyList<Transaction>> GetQueued() => new Dictionary<Address, IReadOnlyList<Transaction>>();
}
