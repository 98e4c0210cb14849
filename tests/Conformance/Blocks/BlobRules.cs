using PoaSidechain.Chain.Rules;
using PoaSidechain.Evm;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>Rules of blob gas (EIP-4844, 7691, 7918), which a Clique chain fixes to zero.</summary>
internal static class BlobRules
{
    private const ulong ExecutionGasOfBlob = 1UL << 13; // EIP-7918: BLOB_BASE_COST

    public static BlockVerdict CheckHeader(BlockHeader header, BlockHeader parent, ForkRules rules)
    {
        if (!rules.IsCancun)
        {
            return BlockVerdict.Valid;
        }

        if (header.BlobGasUsed > rules.Blobs.Max * BlobGas.PerBlob || header.BlobGasUsed % BlobGas.PerBlob != 0)
        {
            return BlockVerdict.Invalid(BlockError.InvalidForkField, $"blob gas used {header.BlobGasUsed}");
        }

        var expected = ExcessAfter(parent, rules);
        return header.ExcessBlobGas == expected
            ? BlockVerdict.Valid
            : BlockVerdict.Invalid(BlockError.InvalidForkField, $"excess blob gas {header.ExcessBlobGas}, expected {expected}");
    }

    public static BlockVerdict CheckBody(Block block)
    {
        var used = block.Transactions.Aggregate(0UL, (sum, transaction) => sum + ((ulong)transaction.BlobVersionedHashes.Length * BlobGas.PerBlob));
        return block.Header.BlobGasUsed.GetValueOrDefault() == used
            ? BlockVerdict.Valid
            : BlockVerdict.Invalid(BlockError.InvalidForkField, $"blob gas used {block.Header.BlobGasUsed}, the transactions have {used}");
    }

    private static ulong ExcessAfter(BlockHeader parent, ForkRules rules)
    {
        var (excess, used) = (parent.ExcessBlobGas.GetValueOrDefault(), parent.BlobGasUsed.GetValueOrDefault());
        var target = rules.Blobs.Target * BlobGas.PerBlob;
        if (excess + used < target)
        {
            return 0;
        }

        var isBelowReserve = rules.IsOsaka
            && parent.BaseFeePerGas.GetValueOrDefault() * ExecutionGasOfBlob > BlobGas.BaseFee(excess, rules.Blobs) * BlobGas.PerBlob;
        return isBelowReserve ? excess + (used * (rules.Blobs.Max - rules.Blobs.Target) / rules.Blobs.Max) : excess + used - target;
    }
}
