namespace PoaSidechain.Chain.Pool;

/// <summary>Which transaction goes first when the pool is full: the one that offers least, of equals the youngest.</summary>
internal sealed class PriceOrder : IComparer<PooledTransaction>
{
    public int Compare(PooledTransaction? x, PooledTransaction? y)
    {
        var byCap = x!.Transaction.MaxFeePerGas.CompareTo(y!.Transaction.MaxFeePerGas);
        if (byCap != 0)
        {
            return byCap;
        }

        var byTip = x.Transaction.MaxPriorityFeePerGas.CompareTo(y.Transaction.MaxPriorityFeePerGas);
        return byTip != 0 ? byTip : y.Sequence.CompareTo(x.Sequence);
    }
}
