using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>eth_*: blocks, headers, uncles, receipts of a block.</summary>
/// <param name="chain">The chain.</param>
/// <param name="showsTotalDifficulty">True where it decides which branch is the chain; geth leaves it out since it does not on Ethereum any more.</param>
internal sealed class EthBlockModule(ChainReader chain, bool showsTotalDifficulty) : IRpcModule
{
    private static readonly ResultWriter<Action<Utf8JsonWriter>?> Written = Result.ObjectOrNull(Result.Written);
    private static readonly Argument<BlockParameter> ByHash = Arg.Hash.Select(hash => new BlockParameter(BlockTag.None, Hash: hash));

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("eth_getBlockByNumber", Arg.BlockNumber, Arg.Bool, Written, GetBlock);
        registry.Add("eth_getBlockByHash", ByHash, Arg.Bool, Written, GetBlock);
        registry.Add("eth_getHeaderByNumber", Arg.BlockNumber, Written, GetHeader);
        registry.Add("eth_getHeaderByHash", ByHash, Written, GetHeader);
        registry.Add("eth_getBlockTransactionCountByNumber", Arg.BlockNumber, Result.QuantityOrNull, CountTransactions);
        registry.Add("eth_getBlockTransactionCountByHash", ByHash, Result.QuantityOrNull, CountTransactions);
        registry.Add("eth_getUncleCountByBlockNumber", Arg.BlockNumber, Result.QuantityOrNull, CountUncles);
        registry.Add("eth_getUncleCountByBlockHash", ByHash, Result.QuantityOrNull, CountUncles);
        registry.Add("eth_getUncleByBlockNumberAndIndex", Arg.BlockNumber, Arg.Quantity, Written, GetUncle);
        registry.Add("eth_getUncleByBlockHashAndIndex", ByHash, Arg.Quantity, Written, GetUncle);
        registry.Add("eth_getBlockReceipts", Arg.Block, Written, GetReceipts).Heavy();
    }

    private RpcResult<Action<Utf8JsonWriter>?> GetBlock(BlockParameter which, bool withTransactions)
    {
        if (!Find(which).TryGet(out var block, out var error) || block is null)
        {
            return error is null ? default(Action<Utf8JsonWriter>) : error;
        }

        var isPending = which.Tag == BlockTag.Pending;
        return (Action<Utf8JsonWriter>)(writer =>
            BlockJson.WriteBlock(writer, block, isPending ? null : TotalDifficultyOf(block.Header), withTransactions, isPending));
    }

    private RpcResult<Action<Utf8JsonWriter>?> GetHeader(BlockParameter which)
    {
        if (!chain.FindHeader(which).TryGet(out var header, out var error) || header is null)
        {
            return error is null ? default(Action<Utf8JsonWriter>) : error;
        }

        return (Action<Utf8JsonWriter>)(writer => BlockJson.WriteHeader(writer, header, TotalDifficultyOf(header)));
    }

    private RpcResult<ulong?> CountTransactions(BlockParameter which) =>
        Find(which).TryGet(out var block, out var error) ? (ulong?)block?.Transactions.Length : error;

    private RpcResult<ulong?> CountUncles(BlockParameter which) =>
        Find(which).TryGet(out var block, out var error) ? (ulong?)block?.Body.Uncles.Length : error;

    private RpcResult<Action<Utf8JsonWriter>?> GetUncle(BlockParameter which, ulong index)
    {
        if (!Find(which).TryGet(out var block, out var error))
        {
            return error;
        }

        return block is not null && index < (ulong)block.Body.Uncles.Length
            ? (Action<Utf8JsonWriter>)(writer => BlockJson.WriteUncle(writer, block.Body.Uncles[index]))
            : default(Action<Utf8JsonWriter>);
    }

    private RpcResult<Action<Utf8JsonWriter>?> GetReceipts(BlockParameter which)
    {
        if (which.Tag == BlockTag.Pending)
        {
            var pending = chain.Pending;
            return (Action<Utf8JsonWriter>)(writer => ReceiptJson.WriteAll(writer, pending.Block, pending.Receipts));
        }

        if (!Find(which).TryGet(out var block, out var error) || block is null || chain.Tree.FindReceipts(block.Hash) is not { } receipts)
        {
            return error is null ? default(Action<Utf8JsonWriter>) : error;
        }

        return (Action<Utf8JsonWriter>)(writer => ReceiptJson.WriteAll(writer, block, receipts));
    }

    private UInt256? TotalDifficultyOf(BlockHeader header) => showsTotalDifficulty ? chain.Tree.FindTotalDifficulty(header.Hash) : null;

    private RpcResult<Block?> Find(BlockParameter which) => chain.FindBlock(which);
}
