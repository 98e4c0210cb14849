using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Chain.Pool;

/// <summary>Transactions that wait for a block: by sender and nonce, bounded in number, the cheapest out first.</summary>
/// <remarks>Thread: any. One lock guards everything; signatures are recovered outside it, events are raised outside it.</remarks>
public sealed partial class TransactionPool : ITransactionPool
{
    private const int RememberedLocals = 16_384;

    private readonly Lock _poolLock = new();
    private readonly Dictionary<Hash256, PooledTransaction> _byHash = [];
    private readonly Dictionary<Address, SenderQueue> _bySender = [];
    private readonly SortedSet<PooledTransaction> _remoteByPrice = new(new PriceOrder());
    private readonly LruCache<Hash256, bool> _includedLocals = new(RememberedLocals); // so that a reorganisation gives them back as own ones
    private readonly ChainSpec _spec;
    private readonly PoolOptions _options;
    private readonly PoolJournal _journal;
    private readonly TimeProvider _time;
    private ChainHead _head;
    private long _sequence;
    private int _pendingCount;

    /// <summary>An empty pool on a head; <see cref="LoadJournal"/> brings own transactions from before a restart back.</summary>
    public TransactionPool(ChainSpec spec, PoolOptions options, PoolJournal journal, ChainHead head, TimeProvider time)
    {
        _spec = spec;
        _options = options;
        _journal = journal;
        _head = head;
        _time = time;
    }

    /// <inheritdoc/>
    public event Action<IReadOnlyList<Transaction>>? Pending;

    /// <inheritdoc/>
    public (int Pending, int Queued) Count
    {
        get
        {
            lock (_poolLock)
            {
                return (_pendingCount, _byHash.Count - _pendingCount);
            }
        }
    }

    /// <inheritdoc/>
    public PoolVerdict Add(Transaction transaction, bool isLocal)
    {
        if (Contains(transaction.Hash))
        {
            return new PoolVerdict(PoolError.AlreadyKnown);
        }

        var verdict = PoolRules.Check(transaction, isLocal, _spec, _options, _head.Header, out var sender);
        if (!verdict.IsAccepted)
        {
            return verdict;
        }

        IReadOnlyList<PooledTransaction> promoted;
        lock (_poolLock)
        {
            verdict = Insert(transaction, sender, isLocal, out promoted);
        }

        if (verdict.IsAccepted && isLocal)
        {
            _journal.Add(transaction);
        }

        Announce(promoted);
        return verdict;
    }

    /// <summary>Offers the journaled transactions again; those that were used up meanwhile leave the journal.</summary>
    public void LoadJournal()
    {
        foreach (var transaction in _journal.Load())
        {
            if (!Add(transaction, isLocal: true).IsAccepted)
            {
                _journal.Remove(transaction.Hash);
            }
        }
    }

    /// <inheritdoc/>
    public Transaction? Find(in Hash256 hash)
    {
        lock (_poolLock)
        {
            return _byHash.GetValueOrDefault(hash)?.Transaction;
        }
    }

    /// <inheritdoc/>
    public bool Contains(in Hash256 hash)
    {
        lock (_poolLock)
        {
            return _byHash.ContainsKey(hash);
        }
    }

    /// <inheritdoc/>
    public void Remove(in Hash256 hash)
    {
        lock (_poolLock)
        {
            if (_byHash.TryGetValue(hash, out var item))
            {
                Drop(item);
            }
        }
    }

    /// <inheritdoc/>
    public ulong GetPendingNonce(in Address sender)
    {
        lock (_poolLock)
        {
            return _bySender.TryGetValue(sender, out var queue) ? queue.NextNonce : _head.AccountOf(sender).Nonce;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<Address, IReadOnlyList<Transaction>> GetPending() => Collect(queue => queue.Pending);

    /// <inheritdoc/>
    public IReadOnlyDictionary<Address, IReadOnlyList<Transaction>> GetQueued() => Collect(queue => queue.Queued);

    private Dictionary<Address, IReadOnlyList<Transaction>> Collect(Func<SenderQueue, IEnumerable<PooledTransaction>> part)
    {
        lock (_poolLock)
        {
            var result = new Dictionary<Address, IReadOnlyList<Transaction>>(_bySender.Count);
            foreach (var (sender, queue) in _bySender)
            {
                Transaction[] transactions = [.. part(queue).Select(item => item.Transaction)];
                if (transactions.Length > 0)
                {
                    result.Add(sender, transactions);
                }
            }

            return result;
        }
    }

    private void Announce(IReadOnlyList<PooledTransaction> promoted)
    {
        if (promoted.Count > 0)
        {
            Pending?.Invoke([.. promoted.Select(item => item.Transaction)]);
        }
    }
}
