using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Evm;

/// <content>Execution outside of the rules for transactions: what RPC asks, and what the protocol itself calls.</content>
public sealed partial class TransactionExecutor
{
    /// <summary>Who makes the protocol's own calls (EIP-4788, 2935, 7002, 7251).</summary>
    public static Address SystemAddress { get; } = Address.Parse("0xfffffffffffffffffffffffffffffffffffffffe");

    private const long SystemCallGas = 30_000_000;

    /// <summary>Executes as eth_call and eth_estimateGas do: no signature, no nonce, and no fee if the transaction names no price.</summary>
    /// <remarks>
    /// The sender is that of <see cref="Transaction.AsIfSentBy"/> (the zero address without one) and may have code. What is still demanded is
    /// that the gas limit covers the intrinsic gas, and the balance value and fee. The caller caps the gas limit, puts overrides into the state
    /// beforehand, and gives a block context without base fee if CALL is to be free (geth's <c>NoBaseFee</c>). The state is changed as by a
    /// transaction: throw it away.
    /// </remarks>
    public TransactionVerdict Call(Transaction transaction, out TransactionResult? result)
    {
        var tracer = default(NoTracer);
        return Call(transaction, ref tracer, out result);
    }

    /// <summary>The same with a tracer.</summary>
    public TransactionVerdict Call<TTracer>(Transaction transaction, ref TTracer tracer, out TransactionResult? result)
        where TTracer : struct, ITracer
    {
        result = null;
        if (transaction.GasLimit > long.MaxValue)
        {
            return new(TransactionError.GasLimitAboveBlock, $"have {transaction.GasLimit}, at most {long.MaxValue}");
        }

        var verdict = TransactionRules.CheckGas(transaction, _block.Rules);
        if (!verdict.IsValid && verdict.Error != TransactionError.GasLimitAboveCap)
        {
            return verdict;
        }

        _ = transaction.TryGetSender(out var address);
        _state.BeginTransaction();
        var sender = _state.GetAccount(address);
        verdict = transaction.MaxFeePerGas < _block.BaseFeePerGas
            ? new(TransactionError.FeeCapBelowBaseFee, $"maxFeePerGas: {transaction.MaxFeePerGas}, baseFee: {_block.BaseFeePerGas}")
            : CheckFunds(transaction, sender);
        if (verdict.IsValid)
        {
            result = Process(transaction, sender, ref tracer);
        }

        return verdict;
    }

    /// <summary>True when a system contract is there: what <see cref="SystemCall"/> does not tell.</summary>
    public bool HasCode(in Address address) => _state.GetAccount(address).HasCode;

    /// <summary>Calls a contract on behalf of the protocol, with 30,000,000 gas that nobody pays (EIP-4788, 2935, 7002, 7251).</summary>
    /// <param name="target">The contract.</param>
    /// <param name="data">Call data.</param>
    /// <param name="output">What it returned.</param>
    /// <returns><see cref="EvmError.None"/> also when there is no code at the address: then nothing happened.</returns>
    public EvmError SystemCall(in Address target, ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> output)
    {
        output = default;
        _state.BeginTransaction();
        var account = _state.GetAccount(target);
        if (!account.HasCode)
        {
            return EvmError.None;
        }

        var tracer = default(NoTracer);
        _interpreter.BeginTransaction(SystemAddress, default, default);
        var outcome = _interpreter.Execute(
            new Message
            {
                Kind = CallKind.Call,
                Sender = _state.GetAccount(SystemAddress),
                Target = account,
                Code = _state.GetCode(account),
                Input = data,
                Gas = SystemCallGas,
            },
            ref tracer);
        _state.FinishTransaction(_block.Rules);
        output = outcome.Output;
        return outcome.Error;
    }
}
