using PoaSidechain.Chain;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.GasPrice;

/// <summary>Suggests a tip: a percentile of the lowest tips that recent blocks took, as geth does.</summary>
/// <remarks>Thread: any. One look at the blocks per head.</remarks>
internal sealed class GasPriceOracle(BlockTree tree, IConsensusEngine engine, RpcMethodOptions options)
{
    private const int SamplesPerBlock = 3;

    private readonly Lock _suggestionLock = new();
    private Hash256 _head;
    private UInt256 _tip = options.DefaultTip;

    /// <summary>A tip in wei per gas with which a transaction should soon be in a block.</summary>
    public UInt256 SuggestTip()
    {
        var head = tree.Head;
        lock (_suggestionLock)
        {
            if (head.Hash != _head)
            {
                _tip = Suggest(head, _tip);
                _head = head.Hash;
            }

            return _tip;
        }
    }

    private UInt256 Suggest(BlockHeader head, in UInt256 last)
    {
        List<UInt256> samples = [];
        var looked = 0;
        for (BlockHeader? header = head; header is { Number: > 0 } && looked < LooksAllowed(samples.Count); header = tree.FindHeader(header.ParentHash))
        {
            looked++;
            var tips = LowestTips(header);
            samples.AddRange(tips.Count > 0 ? tips : [last]); // an empty block says: as before
        }

        if (samples.Count == 0)
        {
            return last;
        }

        samples.Sort();
        var tip = samples[(samples.Count - 1) * options.GasPricePercentile / 100];
        return tip > options.MaxSuggestedTip ? options.MaxSuggestedTip : tip;
    }

    /// <summary>Where blocks say little, twice as many are looked at.</summary>
    private int LooksAllowed(int samples) => samples < options.GasPriceBlocks * 2 ? options.GasPriceBlocks * 2 : options.GasPriceBlocks;

    private List<UInt256> LowestTips(BlockHeader header)
    {
        if (header.GasUsed == 0 || tree.FindBody(header.Hash) is not { } body)
        {
            return [];
        }

        var baseFee = header.BaseFeePerGas.GetValueOrDefault();
        var signer = engine.GetFeeRecipient(header);
        return [.. body.Transactions
            .Where(transaction => !transaction.TryGetSender(out var sender) || sender != signer) // who earns the tips may pay any
            .Select(transaction => transaction.EffectiveGasPrice(baseFee) - baseFee)
            .Where(tip => tip >= options.IgnoredTip)
            .Order()
            .Take(SamplesPerBlock)];
    }
}
