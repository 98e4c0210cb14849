using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain.Pool;

/// <summary>A transaction that waits, with what the pool keeps beside it.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Sender">Its recovered sender.</param>
/// <param name="IsLocal">True when it came by this node's RPC.</param>
/// <param name="Sequence">Running number: of two that pay the same, the older one stays.</param>
/// <param name="AddedAt">Timestamp of the pool's clock.</param>
internal sealed record PooledTransaction(Transaction Transaction, Address Sender, bool IsLocal, long Sequence, long AddedAt)
{
    /// <summary>The most that the transaction may cost its sender, in wei; saturates.</summary>
    public UInt256 Cost { get; } = CostOf(Transaction);

    public ulong Nonce => Transaction.Nonce;

    public static UInt256 CostOf(Transaction transaction) =>
        UInt256.MultiplyOverflow(transaction.MaxFeePerGas, transaction.GasLimit, out var gas) || UInt256.Add(gas, transaction.Value, out var cost)
            ? UInt256.MaxValue
            : cost;
}
