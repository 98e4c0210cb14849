using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Chain.Pool;

/// <summary>What the pool asks of a transaction before it looks at its sender's account.</summary>
internal static class PoolRules
{
    /// <summary>Most bytes of an encoded transaction: as geth, so that what is taken here can be gossiped everywhere.</summary>
    public const int MaxBytes = 128 * 1024;

    public static PoolVerdict Check(
        Transaction transaction, bool isLocal, ChainSpec spec, PoolOptions options, BlockHeader head, out Address sender)
    {
        sender = default;
        if (transaction.Encoded.Length > MaxBytes)
        {
            return new PoolVerdict(PoolError.Oversized, $"{transaction.Encoded.Length} bytes, at most {MaxBytes}");
        }

        if (transaction.ChainId is null && !options.AllowUnprotected)
        {
            return new PoolVerdict(PoolError.Unprotected);
        }

        if (transaction.GasLimit > head.GasLimit)
        {
            return new PoolVerdict(PoolError.GasLimitAboveBlock, $"{transaction.GasLimit}, a block has {head.GasLimit}");
        }

        if (!isLocal && transaction.MaxPriorityFeePerGas < options.PriceLimit)
        {
            return new PoolVerdict(PoolError.Underpriced, $"tip {transaction.MaxPriorityFeePerGas}, at least {options.PriceLimit}");
        }

        var rules = spec.RulesAt(head.Number + 1, head.Timestamp);
        var verdict = TransactionRules.Check(transaction, rules, spec.ChainId);
        return verdict.IsValid && transaction.TryGetSender(out sender) ? PoolVerdict.Accepted : PoolVerdict.Invalid(verdict);
    }
}
