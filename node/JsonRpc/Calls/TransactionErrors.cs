using PoaSidechain.Chain.Pool;
using PoaSidechain.Evm;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>The one table from verdicts about transactions to geth's texts: libraries tell the cases apart by them. The code is always -32000.</summary>
internal static class TransactionErrors
{
    /// <summary>What a broken rule of the pool is called.</summary>
    public static RpcError Of(in PoolVerdict verdict, Transaction transaction) => verdict.Error switch
    {
        PoolError.InvalidTransaction => Of(new TransactionVerdict(verdict.Transaction, verdict.Detail), transaction),
        PoolError.AlreadyKnown => RpcError.Refused("already known"),
        PoolError.Oversized => Text("oversized data", verdict.Detail),
        PoolError.Unprotected => RpcError.Refused("only replay-protected (EIP-155) transactions allowed over RPC"),
        PoolError.GasLimitAboveBlock => RpcError.Refused("exceeds block gas limit"),
        PoolError.Underpriced => Text("transaction underpriced", verdict.Detail),
        PoolError.ReplacementUnderpriced => RpcError.Refused("replacement transaction underpriced"),
        PoolError.AccountLimitExceeded => RpcError.Refused("account limit exceeded"),
        PoolError.PoolOverflow => RpcError.Refused("txpool is full"),
        _ => throw new System.Diagnostics.UnreachableException($"The pool's verdict {verdict.Error} has no text."),
    };

    /// <summary>What a broken rule of transactions is called.</summary>
    public static RpcError Of(in TransactionVerdict verdict, Transaction transaction) => verdict.Error switch
    {
        TransactionError.TypeNotActive or TransactionError.BlobsNotSupported => RpcError.Refused("transaction type not supported"),
        TransactionError.InvalidChainId => Text("invalid sender: invalid chain id for signer", verdict.Detail),
        TransactionError.InvalidSignature => RpcError.Refused("invalid sender"),
        TransactionError.NonceOverflow => Text("nonce has max value", $"address {SenderOf(transaction)}, nonce: {transaction.Nonce}"),
        TransactionError.GasLimitAboveCap => Text("transaction gas limit too high", verdict.Detail),
        TransactionError.IntrinsicGasTooLow => Text("intrinsic gas too low", verdict.Detail),
        TransactionError.FloorGasTooLow => Text("insufficient gas for floor data gas cost", verdict.Detail),
        TransactionError.InitCodeTooLarge => Text("max initcode size exceeded", verdict.Detail),
        TransactionError.TipAboveFeeCap => Text("max priority fee per gas higher than max fee per gas", verdict.Detail),
        TransactionError.EmptyAuthorizationList => RpcError.Refused("set code tx must have at least one authorization tuple"),
        TransactionError.CreationNotAllowed => RpcError.Refused($"input type {(int)transaction.Type} transaction cannot be used to create contract"),
        TransactionError.InvalidBlobs => Text("invalid blobs", verdict.Detail),
        TransactionError.GasLimitAboveBlock => Text("gas limit reached", verdict.Detail),
        TransactionError.FeeCapBelowBaseFee => Text("max fee per gas less than block base fee", $"address {SenderOf(transaction)}, {verdict.Detail}"),
        TransactionError.BlobFeeCapBelowBaseFee => Text("max fee per blob gas less than block blob gas fee", WithSender(verdict.Detail, transaction)),
        TransactionError.NonceTooLow => Text("nonce too low", verdict.Detail),
        TransactionError.NonceTooHigh => Text("nonce too high", verdict.Detail),
        TransactionError.InsufficientFunds => Text("insufficient funds for gas * price + value", WithSender(verdict.Detail, transaction)),
        TransactionError.SenderHasCode => Text("sender not an eoa", verdict.Detail),
        _ => throw new System.Diagnostics.UnreachableException($"The verdict {verdict.Error} has no text."),
    };

    private static string SenderOf(Transaction transaction) => transaction.TryGetSender(out var sender) ? sender.ToChecksumString() : "unknown";

    private static RpcError Text(string text, string? detail) => RpcError.Refused(detail is null ? text : $"{text}: {detail}");

    private static string? WithSender(string? detail, Transaction transaction) =>
        detail?.StartsWith("have ", StringComparison.Ordinal) == true && transaction.TryGetSender(out var sender)
            ? $"address {sender.ToChecksumString()} {detail.Replace(", want", " want", StringComparison.Ordinal)}"
            : detail;
}
