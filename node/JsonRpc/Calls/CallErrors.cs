using PoaSidechain.Evm;
using PoaSidechain.Evm.Instructions;
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
    public static RpcError Of(TransactionResult result, Transaction transaction, CallEnvironment environment) => result.Error switch
    {
        EvmError.Reverted => Reverted(result.Output.Span),
        EvmError.InvalidOpcode => RpcError.Refused($"invalid opcode: {NameOf(Find(transaction, environment).Opcode)}"),
        EvmError.StackOverflow => RpcError.Refused($"stack limit reached {Find(transaction, environment).StackSize} (1023)"),
        _ => RpcError.Refused(result.Error.Text()),
    };

    /// <summary>Code 3 with what the contract returned, and the reason if it is one of Solidity's.</summary>
    public static RpcError Reverted(ReadOnlySpan<byte> output)
    {
        var reason = RevertReason.Decode(output);
        return RpcError.Reverted(reason is null ? "execution reverted" : $"execution reverted: {reason}", output);
    }

    private static FaultTracer.Fault Find(Transaction transaction, CallEnvironment environment)
    {
        var fault = new FaultTracer.Fault();
        var tracer = new FaultTracer(fault);
        environment.Execute(transaction, ref tracer, out _);
        return fault;
    }

    private static string NameOf(Opcode opcode) => Enum.IsDefined(opcode) ? opcode.ToString().ToUpperInvariant() : $"opcode 0x{(int)opcode:x} not defined";
}
