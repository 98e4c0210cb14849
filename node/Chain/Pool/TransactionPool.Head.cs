using PoaSidechain.Primitives;

namespace PoaSidechain.Chain.Pool;

/// <content>Following the chain: what was included goes, what was reorganised away comes back.</content>
public sealed partial class TransactionPool
{
    private const ulong SweepInterval = 64;

    /// <summary>Takes over a new head. Thread: importer loop.</summary>
    public void OnHeadChanged(HeadChange change, ChainHead head)
    {
        List<PooledTransaction> promoted = [];
        lock (_poolLock)
        {
            _head = head;
            foreach (var sender in SendersIn(change))
            {
                if (_bySender.TryGetValue(sender, out var queue))
                {
                    promoted.AddRange(Reset(sender, queue));
                }
            }

            if (head.Header.Number % SweepInterval == 0)
            {
                DropExpired();
            }
        }

        Announce(promoted);
        Reinject(change);
    }

    private static HashSet<Address> SendersIn(HeadChange change)
    {
        HashSet<Address> senders = [];
        foreach (var transaction in change.Removed.Concat(change.Added).SelectMany(block => block.Transactions))
        {
            if (transaction.TryGetSender(out var sender))
            {
                senders.Add(sender);
            }

            // A delegation moves its authority's nonce (EIP-7702).
            foreach (var authorization in transaction.AuthorizationList.Span)
            {
                if (authorization.TryRecoverAuthority(out var authority))
                {
                    senders.Add(authority);
                }
            }
        }

        return senders;
    }

    private IReadOnlyList<PooledTransaction> Reset(Address sender, SenderQueue queue)
    {
        var account = _head.AccountOf(sender);
        var before = queue.PendingCount;
        var (promoted, removed) = queue.Reset(account.Nonce, account.Balance);
        _pendingCount += queue.PendingCount - before;
        foreach (var item in removed)
        {
            Forget(item);
            if (item.IsLocal && item.Nonce < account.Nonce)
            {
                _includedLocals.Set(item.Transaction.Hash, true);
            }
        }

        if (queue.IsEmpty)
        {
            _bySender.Remove(sender);
        }

        return promoted;
    }

    private void DropExpired()
    {
        var expired = _bySender.Values
            .SelectMany(queue => queue.Queued)
            .Where(item => !item.IsLocal && _time.GetElapsedTime(item.AddedAt) > _options.Lifetime)
            .ToArray();
        foreach (var item in expired)
        {
            Drop(item);
        }
    }

    private void Reinject(HeadChange change)
    {
        if (change.Removed.Count == 0)
        {
            return;
        }

        var included = change.Added.SelectMany(block => block.Transactions).Select(transaction => transaction.Hash).ToHashSet();
        foreach (var transaction in change.Removed.Reverse().SelectMany(block => block.Transactions))
        {
            if (!included.Contains(transaction.Hash))
            {
                Add(transaction, isLocal: _includedLocals.TryGet(transaction.Hash, out _));
            }
        }
    }
}
