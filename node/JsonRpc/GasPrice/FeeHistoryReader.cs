using PoaSidechain.Chain.Rules;
using PoaSidechain.Evm;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.JsonRpc.GasPrice;

/// <summary>eth_feeHistory: base fees, fullness and tips of a range of blocks.</summary>
internal sealed class FeeHistoryReader(ChainReader chain, ChainSpec spec, RpcMethodOptions options)
{
    private const int MaxPercentiles = 100;

    /// <summary>The history of so many blocks up to one.</summary>
    public RpcResult<FeeHistory> Read(ulong blockCount, BlockParameter newest, IReadOnlyList<double> percentiles)
    {
        if (blockCount == 0)
        {
            return FeeHistory.Empty;
        }

        if (Fault(percentiles) is { } fault)
        {
            return RpcError.Refused(fault);
        }

        if (!FindNewest(newest).TryGet(out var last, out var error))
        {
            return error;
        }

        var count = Math.Min(Math.Min(blockCount, (ulong)options.MaxFeeHistory), last.Number + 1);
        return Collect(last, count, newest.Tag == BlockTag.Pending, percentiles);
    }

    private RpcResult<BlockHeader> FindNewest(BlockParameter newest)
    {
        var head = chain.Tree.Head.Number;
        return newest is { Tag: BlockTag.None, Hash: null } && newest.Number > head
            ? RpcError.Refused($"request beyond head block: requested {newest.Number}, head {head}")
            : chain.GetHeader(newest);
    }

    private RpcResult<FeeHistory> Collect(BlockHeader last, ulong count, bool isPending, IReadOnlyList<double> percentiles)
    {
        List<UInt256> baseFees = [BaseFeeAfter(last)];
        List<UInt256> blobBaseFees = [BlobBaseFee(last)];
        List<double> ratios = [];
        List<UInt256[]> rewards = [];
        var header = last;
        for (var i = 0UL; i < count; i++)
        {
            baseFees.Add(header.BaseFeePerGas.GetValueOrDefault());
            blobBaseFees.Add(BlobBaseFee(header));
            ratios.Add(header.GasLimit == 0 ? 0 : (double)header.GasUsed / header.GasLimit);
            if (percentiles.Count > 0)
            {
                rewards.Add(RewardsOf(header, isPending && i == 0, percentiles));
            }

            if (i + 1 < count)
            {
                header = chain.Tree.FindHeader(header.ParentHash) ?? throw new InvalidOperationException($"The parent of {header} is not stored.");
            }
        }

        baseFees.Reverse();
        blobBaseFees.Reverse();
        ratios.Reverse();
        rewards.Reverse();
        var hasBlobs = spec.RulesAt(last.Number, last.Timestamp).IsCancun;
        return new FeeHistory(header.Number, baseFees, ratios, percentiles.Count > 0 ? rewards : null, hasBlobs ? blobBaseFees : null);
    }

    private UInt256 BaseFeeAfter(BlockHeader header)
    {
        var rules = spec.RulesAt(header.Number + 1, header.Timestamp + 1);
        return rules.IsLondon ? BaseFee.After(header, spec.RulesAt(header.Number, header.Timestamp)) : default;
    }

    private UInt256 BlobBaseFee(BlockHeader header)
    {
        var rules = spec.RulesAt(header.Number, header.Timestamp);
        return rules.IsCancun ? BlobGas.BaseFee(header.ExcessBlobGas.GetValueOrDefault(), rules.Blobs) : default;
    }

    /// <summary>The tips by which so many per cent of a block's gas were bought, or less.</summary>
    private UInt256[] RewardsOf(BlockHeader header, bool isPending, IReadOnlyList<double> percentiles)
    {
        var rewards = new UInt256[percentiles.Count];
        var pending = isPending ? chain.Pending : null;
        var transactions = pending?.Body.Transactions ?? chain.Tree.FindBody(header.Hash)?.Transactions ?? [];
        var receipts = pending?.Receipts ?? chain.Tree.FindReceipts(header.Hash) ?? [];
        if (transactions.Length == 0 || receipts.Length != transactions.Length)
        {
            return rewards;
        }

        var baseFee = header.BaseFeePerGas.GetValueOrDefault();
        var byTip = transactions
            .Select((transaction, i) => (
                Tip: transaction.EffectiveGasPrice(baseFee) - baseFee,
                Gas: receipts[i].CumulativeGasUsed - (i == 0 ? 0 : receipts[i - 1].CumulativeGasUsed)))
            .OrderBy(item => item.Tip)
            .ToArray();
        var index = 0;
        var gas = byTip[0].Gas;
        for (var i = 0; i < rewards.Length; i++)
        {
            var threshold = (ulong)(header.GasUsed * percentiles[i] / 100);
            while (gas < threshold && index < byTip.Length - 1)
            {
                gas += byTip[++index].Gas;
            }

            rewards[i] = byTip[index].Tip;
        }

        return rewards;
    }

    private static string? Fault(IReadOnlyList<double> percentiles)
    {
        const string Invalid = "invalid reward percentile";
        if (percentiles.Count > MaxPercentiles)
        {
            return $"{Invalid}: over the query limit {MaxPercentiles}";
        }

        for (var i = 0; i < percentiles.Count; i++)
        {
            if (percentiles[i] is not (>= 0 and <= 100))
            {
                return $"{Invalid}: {percentiles[i]:F6}";
            }

            if (i > 0 && percentiles[i] <= percentiles[i - 1])
            {
                return $"{Invalid}: #{i - 1}:{percentiles[i - 1]:F6} >= #{i}:{percentiles[i]:F6}";
            }
        }

        return null;
    }
}
