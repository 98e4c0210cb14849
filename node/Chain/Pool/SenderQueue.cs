using PoaSidechain.Primitives;

namespace PoaSidechain.Chain.Pool;

/// <summary>One sender's waiting transactions in rising nonce: first the executable ones, then those behind a gap.</summary>
/// <remarks>Thread: under the pool's lock.</remarks>
internal sealed class SenderQueue(ulong nonce, UInt256 balance)
{
    private readonly List<PooledTransaction> _items = [];
    private UInt256 _totalCost; // cannot overflow: CanAfford held for each transaction when it came

    /// <summary>The account's nonce at the head.</summary>
    public ulong AccountNonce { get; private set; } = nonce;

    /// <summary>The account's balance at the head, in wei.</summary>
    public UInt256 Balance { get; private set; } = balance;

    /// <summary>How many from the start follow each other from the account's nonce on.</summary>
    public int PendingCount { get; private set; }

    public int QueuedCount => _items.Count - PendingCount;

    public bool IsEmpty => _items.Count == 0;

    public IEnumerable<PooledTransaction> Items => _items;

    public IEnumerable<PooledTransaction> Pending => _items.Take(PendingCount);

    public IEnumerable<PooledTransaction> Queued => _items.Skip(PendingCount);

    /// <summary>The nonce after the executable ones.</summary>
    public ulong NextNonce => AccountNonce + (ulong)PendingCount;

    public PooledTransaction? Find(ulong nonce)
    {
        var index = IndexOf(nonce);
        return index >= 0 ? _items[index] : null;
    }

    /// <summary>True when the balance covers this transaction and all others that wait, but not one that it replaces.</summary>
    public bool CanAfford(PooledTransaction item)
    {
        var others = _totalCost - (Find(item.Nonce)?.Cost ?? default);
        return !UInt256.Add(others, item.Cost, out var sum) && sum <= Balance;
    }

    /// <summary>Puts a transaction in its place, instead of one with the same nonce.</summary>
    /// <returns>The transactions that became executable by it.</returns>
    public IReadOnlyList<PooledTransaction> Put(PooledTransaction item)
    {
        var index = IndexOf(item.Nonce);
        if (index >= 0)
        {
            _totalCost += item.Cost - _items[index].Cost;
            _items[index] = item;
            return index < PendingCount ? [item] : [];
        }

        _totalCost += item.Cost;
        _items.Insert(~index, item);
        return Promote();
    }

    public void Remove(PooledTransaction item)
    {
        var index = IndexOf(item.Nonce);
        if (index >= 0 && _items[index] == item)
        {
            _totalCost -= item.Cost;
            _items.RemoveAt(index);
            PendingCount = Math.Min(PendingCount, index);
        }
    }

    /// <summary>Takes over the account's state at a new head.</summary>
    /// <returns>What became executable, and what is used up or cannot be paid any more and was removed.</returns>
    public (IReadOnlyList<PooledTransaction> Promoted, IReadOnlyList<PooledTransaction> Removed) Reset(ulong nonce, in UInt256 balance)
    {
        AccountNonce = nonce;
        Balance = balance;
        var affordable = balance;
        var wasPending = _items.Take(PendingCount).ToHashSet();
        var removed = _items.FindAll(item => item.Nonce < nonce || item.Cost > affordable);
        foreach (var item in removed)
        {
            _totalCost -= item.Cost;
            _items.Remove(item);
        }

        PendingCount = 0;
        return ([.. Promote().Where(item => !wasPending.Contains(item))], removed);
    }

    private List<PooledTransaction> Promote()
    {
        List<PooledTransaction> promoted = [];
        while (PendingCount < _items.Count && _items[PendingCount].Nonce == NextNonce)
        {
            promoted.Add(_items[PendingCount]);
            PendingCount++;
        }

        return promoted;
    }

    private int IndexOf(ulong nonce)
    {
        var low = 0;
        var high = _items.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_items[middle].Nonce == nonce)
            {
                return middle;
            }

            if (_items[middle].Nonce < nonce)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
