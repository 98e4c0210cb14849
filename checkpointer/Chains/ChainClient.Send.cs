using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Chains;

/// <content>What sending a transaction needs.</content>
internal sealed partial class ChainClient
{
    private const int FeeHistoryBlocks = 100;

    /// <summary>Number of transactions of an account in the state of a block.</summary>
    public async Task<ulong> NonceAsync(Address address, BlockTag block, CancellationToken cancellationToken) =>
        (await ValueAsync(new RpcCall("eth_getTransactionCount", address.ToString(), block.ToJson()), cancellationToken)).ToUInt64();

    /// <summary>Gas a call would use; null when it would fail.</summary>
    public async Task<ulong?> EstimateGasAsync(Address from, Address to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var result = await rpc.CallAsync(new RpcCall("eth_estimateGas", CallObject(from, to, data), BlockTag.Latest.ToJson()), cancellationToken);
        return result.Error is null ? result.Value.ToUInt64() : null;
    }

    /// <summary>Hands a signed transaction to the node.</summary>
    public async Task<(SendVerdict Verdict, RpcError? Error)> SendAsync(ReadOnlyMemory<byte> raw, CancellationToken cancellationToken)
    {
        var result = await rpc.CallAsync(new RpcCall("eth_sendRawTransaction", Hex.Encode(raw.Span)), cancellationToken);
        return (SendErrors.Classify(result.Error), result.Error);
    }

    /// <summary>Receipts by transaction hash; null where there is none.</summary>
    public async Task<IReadOnlyList<TransactionReceipt?>> ReceiptsAsync(IReadOnlyList<Hash256> hashes, CancellationToken cancellationToken)
    {
        var calls = hashes.Select(h => new RpcCall("eth_getTransactionReceipt", h.ToString())).ToArray();
        var results = await rpc.BatchAsync(calls, cancellationToken);
        return [.. results.Select(r => r.Value.ValueKind == JsonValueKind.Null ? null : TransactionReceipt.Read(r.Value))];
    }

    /// <summary>True when the node knows the transaction, mined or waiting.</summary>
    public async Task<bool> KnowsAsync(Hash256 hash, CancellationToken cancellationToken) =>
        (await ValueAsync(new RpcCall("eth_getTransactionByHash", hash.ToString()), cancellationToken)).ValueKind != JsonValueKind.Null;

    /// <summary>What gas costs now.</summary>
    public async Task<FeeData> FeesAsync(CancellationToken cancellationToken)
    {
        var results = await rpc.BatchAsync(
            [
                new RpcCall("eth_getBlockByNumber", "latest", false),
                new RpcCall("eth_maxPriorityFeePerGas"),
                new RpcCall("eth_feeHistory", Hex.Quantity(FeeHistoryBlocks), "latest", new JsonArray()),
            ],
            cancellationToken);
        var head = results[0].Value;
        var baseFee = head.OptionalField("baseFeePerGas")?.ToUInt256() ?? UInt256.Zero;
        var tip = results[1].Error is null ? results[1].Value.ToUInt256() : UInt256.Zero;
        var history = results[2].Error is null ? results[2].Value.OptionalField("baseFeePerGas") : null;
        return new FeeData(head.Field("number").ToUInt64(), baseFee, MedianOf(history) ?? baseFee, tip);
    }

    private static UInt256? MedianOf(JsonElement? baseFees)
    {
        var sorted = baseFees?.Items().Select(fee => fee.ToUInt256()).Order().ToArray() ?? [];
        return sorted.Length == 0 ? null : sorted[sorted.Length / 2];
    }
}
