using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>Makes a transaction that can be executed out of what a caller gave, filled up as geth fills it up.</summary>
internal static class CallTransaction
{
    /// <summary>The transaction.</summary>
    /// <param name="call">What the caller gave.</param>
    /// <param name="gasCap">Most gas; also what stands for a gas limit that was not given.</param>
    /// <param name="chainId">This chain.</param>
    /// <param name="type">The type of a transaction whose members ask for none.</param>
    public static RpcResult<Transaction> Make(CallArguments call, ulong gasCap, in UInt256 chainId, TransactionType type = TransactionType.Legacy)
    {
        if (Refusal(call, chainId) is { } refusal)
        {
            return refusal;
        }

        var cap = gasCap == 0 ? long.MaxValue : gasCap;
        var (tip, fee) = call.GasPrice is { } price
            ? (price, price)
            : (call.MaxPriorityFeePerGas.GetValueOrDefault(), call.MaxFeePerGas.GetValueOrDefault());
        var transaction = new Transaction
        {
            Type = TypeOf(call, type),
            ChainId = chainId,
            Nonce = call.Nonce.GetValueOrDefault(),
            MaxPriorityFeePerGas = tip,
            MaxFeePerGas = fee,
            GasLimit = Math.Min(call.Gas ?? cap, cap),
            To = call.To,
            Value = call.Value.GetValueOrDefault(),
            Data = call.Payload,
            AccessList = call.AccessList ?? [],
            MaxFeePerBlobGas = call.MaxFeePerBlobGas.GetValueOrDefault(),
            BlobVersionedHashes = call.BlobVersionedHashes ?? [],
            AuthorizationList = call.AuthorizationList ?? [],
        };
        return transaction.AsIfSentBy(call.From.GetValueOrDefault());
    }

    private static RpcError? Refusal(CallArguments call, in UInt256 chainId)
    {
        if (call is { Data: { } data, Input: { } input } && !data.AsSpan().SequenceEqual(input))
        {
            return RpcError.Refused("both \"data\" and \"input\" are set and not equal. Please use \"input\" to pass transaction call data");
        }

        if (call.GasPrice is not null && (call.MaxFeePerGas is not null || call.MaxPriorityFeePerGas is not null))
        {
            return RpcError.Refused("both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified");
        }

        if (call.ChainId is { } given && given != chainId)
        {
            return RpcError.Refused($"chainId does not match node's (have={given}, want={chainId})");
        }

        return call.MaxPriorityFeePerGas is { } tip && tip > call.MaxFeePerGas.GetValueOrDefault()
            ? RpcError.Refused(
                $"max priority fee per gas higher than max fee per gas: address {call.From.GetValueOrDefault().ToChecksumString()}, "
                + $"maxPriorityFeePerGas: {tip}, maxFeePerGas: {call.MaxFeePerGas.GetValueOrDefault()}")
            : null;
    }

    private static TransactionType TypeOf(CallArguments call, TransactionType type) =>
        call.AuthorizationList is not null ? TransactionType.SetCode
        : call.BlobVersionedHashes is not null ? TransactionType.Blob
        : call.MaxFeePerGas is not null || call.MaxPriorityFeePerGas is not null ? TransactionType.DynamicFee
        : type != TransactionType.Legacy && call.GasPrice is null ? type
        : call.AccessList is not null ? TransactionType.AccessList
        : TransactionType.Legacy;
}
