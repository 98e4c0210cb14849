using PoaSidechain.Evm;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>Turns what became of a call into the error that geth would answer.</summary>
internal static class CallErrors
{
    /// <summary>The call could not even begin.</summary>
    /// <param name="verdict">The broken rule.</param>
    /// <param name="transaction">The call.</param>
    /// <param name="isCall">True for eth_call, which adds the gas it was tried with.</param>
    public static RpcError Of(in TransactionVerdict verdict, Transaction transaction, bool isCall)
    {
        var error = TransactionErrors.Of(verdict, transaction);
        return isCall ? error with { Message = $"err: {error.Message} (supplied gas {transaction.GasLimit})" } : error;
    }

    /// <summary>The call failed.</summary>
    /// <param name="result">What it came to.</param>
    /// <param name="fault">Why, in geth's words.</param>
    public static RpcError Of(TransactionResult result, string fault) =>
        result.Error == EvmError.Reverted ? Reverted(result.Output.Span) : RpcError.Refused(fault);

    /// <summary>Code 3 with what the contract returned, and the reason if it is one of Solidity's.</summary>
    public static RpcError Reverted(ReadOnlySpan<byte> output)
    {
        var reason = RevertReason.Decode(output);
        return RpcError.Reverted(reason is null ? "execution reverted" : $"execution reverted: {reason}", output);
    }
}
