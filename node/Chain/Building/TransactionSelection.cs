using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain.Building;

/// <summary>Hands out executable transactions, the best paying first, each sender's in rising nonce.</summary>
/// <remarks>Thread: one at a time.</remarks>
internal sealed class TransactionSelection
{
    private readonly PriorityQueue<IEnumerator<Transaction>, (UInt256 Tip, long Order)> _senders = new(BestPaying.Instance);
    private readonly UInt256 _baseFee;
    private long _order;

    public TransactionSelection(IReadOnlyDictionary<Address, IReadOnlyList<Transaction>> pending, in UInt256 baseFee)
    {
        _baseFee = baseFee;
        foreach (var transactions in pending.Values)
        {
            Enqueue(transactions.GetEnumerator());
        }
    }

    /// <summary>The transaction to try next, or null when nothing is left that pays the base fee.</summary>
    public Transaction? Peek() => _senders.TryPeek(out var sender, out _) ? sender.Current : null;

    /// <summary>The transaction was put in: its sender's next one may follow.</summary>
    public void Next() => Enqueue(_senders.Dequeue());

    /// <summary>The transaction cannot be put in: neither can those of its sender that build on it.</summary>
    public void SkipSender() => _senders.Dequeue();

    private void Enqueue(IEnumerator<Transaction> sender)
    {
        if (sender.MoveNext() && sender.Current.MaxFeePerGas >= _baseFee)
        {
            _senders.Enqueue(sender, (sender.Current.EffectiveGasPrice(_baseFee) - _baseFee, _order++));
        }
    }

    /// <summary>Higher tip first; of equals the one that came up first.</summary>
    private sealed class BestPaying : IComparer<(UInt256 Tip, long Order)>
    {
        public static BestPaying Instance { get; } = new();

        public int Compare((UInt256 Tip, long Order) x, (UInt256 Tip, long Order) y)
        {
            var byTip = y.Tip.CompareTo(x.Tip);
            return byTip != 0 ? byTip : x.Order.CompareTo(y.Order);
        }
    }
}
