using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain.Pool;

/// <content>Taking a transaction in; everything here runs under the pool's lock.</content>
public sealed partial class TransactionPool
{
    private PoolVerdict Insert(Transaction transaction, Address sender, bool isLocal, out IReadOnlyList<PooledTransaction> promoted)
    {
        promoted = [];
        if (_byHash.ContainsKey(transaction.Hash))
        {
            return new PoolVerdict(PoolError.AlreadyKnown);
        }

        var item = new PooledTransaction(transaction, sender, isLocal, _sequence++, _time.GetTimestamp());
        var queue = _bySender.GetValueOrDefault(sender) ?? NewQueue(sender);
        var verdict = CheckAgainstSender(item, queue);
        if (!verdict.IsAccepted)
        {
            return verdict;
        }

        var replaced = queue.Find(item.Nonce);
        if (replaced is null)
        {
            verdict = MakeRoom(item, queue);
            if (!verdict.IsAccepted)
            {
                return verdict;
            }
        }
        else
        {
            Forget(replaced);
        }

        _bySender[sender] = queue;
        _byHash.Add(transaction.Hash, item);
        if (!isLocal)
        {
            _remoteByPrice.Add(item);
        }

        var before = queue.PendingCount;
        promoted = queue.Put(item);
        _pendingCount += queue.PendingCount - before;
        return PoolVerdict.Accepted;
    }

    private PoolVerdict CheckAgainstSender(PooledTransaction item, SenderQueue queue)
    {
        if (item.Nonce < queue.AccountNonce)
        {
            return PoolVerdict.Invalid(new(TransactionError.NonceTooLow, $"next nonce {queue.AccountNonce}, tx nonce {item.Nonce}"));
        }

        if (queue.Find(item.Nonce) is { } rival && !PaysEnoughMore(item.Transaction, rival.Transaction))
        {
            return new PoolVerdict(PoolError.ReplacementUnderpriced);
        }

        if (!queue.CanAfford(item))
        {
            return PoolVerdict.Invalid(new(TransactionError.InsufficientFunds, $"balance {queue.Balance}, tx cost {item.Cost}, beside what else waits"));
        }

        if (item.IsLocal || queue.Find(item.Nonce) is not null)
        {
            return PoolVerdict.Accepted; // who may use this node's RPC is not held to what strangers are, as in geth
        }

        var isExecutable = item.Nonce <= queue.NextNonce;
        var isFull = isExecutable ? queue.PendingCount >= _options.AccountSlots : queue.QueuedCount >= _options.AccountQueue;
        return isFull ? new PoolVerdict(PoolError.AccountLimitExceeded) : PoolVerdict.Accepted;
    }

    /// <summary>Both caps must rise by the bump: otherwise the network could be made to gossip the same thing for nothing.</summary>
    private bool PaysEnoughMore(Transaction candidate, Transaction rival)
    {
        return IsBumped(candidate.MaxFeePerGas, rival.MaxFeePerGas) && IsBumped(candidate.MaxPriorityFeePerGas, rival.MaxPriorityFeePerGas);

        bool IsBumped(in UInt256 fee, in UInt256 old) =>
            UInt256.MultiplyOverflow(old, 100UL + _options.PriceBumpPercent, out var wanted) is false
            && UInt256.MultiplyOverflow(fee, 100UL, out var offered) is false
            && offered >= wanted;
    }

    /// <summary>When the pool is full of this kind, executable or not, a cheaper remote transaction of the same kind goes; own ones stay.</summary>
    private PoolVerdict MakeRoom(PooledTransaction item, SenderQueue queue)
    {
        var isExecutable = item.Nonce <= queue.NextNonce;
        var queued = _byHash.Count - _pendingCount;
        if (isExecutable ? _pendingCount < _options.GlobalSlots : queued < _options.GlobalQueue)
        {
            return PoolVerdict.Accepted;
        }

        var cheapest = _remoteByPrice.FirstOrDefault(other => other.Sender != item.Sender && IsPending(other) == isExecutable);
        if (cheapest is null || (!item.IsLocal && new PriceOrder().Compare(item, cheapest) <= 0))
        {
            return item.IsLocal ? PoolVerdict.Accepted : new PoolVerdict(PoolError.PoolOverflow, "the pool is full of transactions that pay more");
        }

        // Its sender's last remote one of the kind: nothing behind it starts to wait, and a cheap nonce cannot shelter dear ones that need it first.
        var rivals = _bySender[cheapest.Sender];
        Drop((isExecutable ? rivals.Pending : rivals.Queued).Last(other => !other.IsLocal));
        return PoolVerdict.Accepted;
    }

    private bool IsPending(PooledTransaction item) => item.Nonce < _bySender[item.Sender].NextNonce;

    /// <summary>Takes a transaction out; what follows it in nonce has to wait from now on.</summary>
    private void Drop(PooledTransaction item)
    {
        var queue = _bySender[item.Sender];
        var before = queue.PendingCount;
        queue.Remove(item);
        _pendingCount += queue.PendingCount - before;
        Forget(item);
        if (queue.IsEmpty)
        {
            _bySender.Remove(item.Sender);
        }
    }

    private void Forget(PooledTransaction item)
    {
        _byHash.Remove(item.Transaction.Hash);
        if (item.IsLocal)
        {
            _journal.Remove(item.Transaction.Hash);
        }
        else
        {
            _remoteByPrice.Remove(item);
        }
    }

    private SenderQueue NewQueue(in Address sender)
    {
        var account = _head.AccountOf(sender);
        return new SenderQueue(account.Nonce, account.Balance);
    }
}
