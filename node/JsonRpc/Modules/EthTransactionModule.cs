using System.Text.Json;
using PoaSidechain.Chain.Pool;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>eth_*: transactions and receipts, in blocks and in the pool.</summary>
internal sealed class EthTransactionModule(ChainReader chain, ITransactionPool pool) : IRpcModule
{
    private static readonly ResultWriter<Action<Utf8JsonWriter>?> Written = Result.ObjectOrNull(Result.Written);
    private static readonly ResultWriter<Transaction?> Raw = (writer, transaction) => writer.WriteData(transaction is null ? [] : transaction.Encoded.Span);
    private static readonly Argument<BlockParameter> ByHash = Arg.Hash.Select(hash => new BlockParameter(BlockTag.None, Hash: hash));

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("eth_getTransactionByHash", Arg.Hash, Written, GetTransaction);
        registry.Add("eth_getTransactionByBlockNumberAndIndex", Arg.BlockNumber, Arg.Quantity, Written, GetTransactionOfBlock);
        registry.Add("eth_getTransactionByBlockHashAndIndex", ByHash, Arg.Quantity, Written, GetTransactionOfBlock);
        registry.Add("eth_getRawTransactionByHash", Arg.Hash, Raw, GetRawTransaction);
        registry.Add("eth_getRawTransactionByBlockNumberAndIndex", Arg.BlockNumber, Arg.Quantity, Raw, GetRawTransactionOfBlock);
        registry.Add("eth_getRawTransactionByBlockHashAndIndex", ByHash, Arg.Quantity, Raw, GetRawTransactionOfBlock);
        registry.Add("eth_getTransactionReceipt", Arg.Hash, Written, GetReceipt);
    }

    private RpcResult<Action<Utf8JsonWriter>?> GetTransaction(Hash256 hash)
    {
        if (chain.Tree.FindTransaction(hash) is { } place && chain.Tree.FindBody(place.Header.Hash) is { } body)
        {
            return (Action<Utf8JsonWriter>)(writer =>
                TransactionJson.Write(writer, body.Transactions[place.Index], new TransactionPlace(place.Header, place.Index)));
        }

        return pool.Find(hash) is { } waiting
            ? (Action<Utf8JsonWriter>)(writer => TransactionJson.Write(writer, waiting, place: null))
            : default(Action<Utf8JsonWriter>);
    }

    private RpcResult<Action<Utf8JsonWriter>?> GetTransactionOfBlock(BlockParameter which, ulong index)
    {
        if (!chain.FindBlock(which).TryGet(out var block, out var error))
        {
            return error;
        }

        return block is not null && index < (ulong)block.Transactions.Length
            ? (Action<Utf8JsonWriter>)(writer => TransactionJson.Write(
                writer, block.Transactions[index], which.Tag == BlockTag.Pending ? null : new TransactionPlace(block.Header, (int)index)))
            : default(Action<Utf8JsonWriter>);
    }

    private RpcResult<Transaction?> GetRawTransaction(Hash256 hash) =>
        chain.Tree.FindTransaction(hash) is { } place && chain.Tree.FindBody(place.Header.Hash) is { } body
            ? body.Transactions[place.Index]
            : pool.Find(hash);

    private RpcResult<Transaction?> GetRawTransactionOfBlock(BlockParameter which, ulong index) =>
        !chain.FindBlock(which).TryGet(out var block, out var error) ? error
        : block is not null && index < (ulong)block.Transactions.Length ? block.Transactions[index]
        : default(Transaction);

    private RpcResult<Action<Utf8JsonWriter>?> GetReceipt(Hash256 hash) => ReceiptWriter(chain.Tree, hash);

    /// <summary>Writes the receipt of a canonical transaction; null when there is none.</summary>
    internal static Action<Utf8JsonWriter>? ReceiptWriter(Chain.BlockTree tree, in Hash256 hash)
    {
        if (tree.FindTransaction(hash) is not { } place
            || tree.FindBlock(place.Header.Hash) is not { } block
            || tree.FindReceipts(place.Header.Hash) is not { } receipts)
        {
            return null;
        }

        var firstLog = receipts.Take(place.Index).Sum(receipt => receipt.Logs.Length);
        return writer => ReceiptJson.Write(writer, block, receipts, place.Index, firstLog);
    }
}
