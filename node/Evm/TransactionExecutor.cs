using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.Evm;

/// <summary>Checks and executes the transactions of one block, one after another, on its state (execution-specs: <c>process_transaction</c>).</summary>
/// <remarks>
/// Every method is a transaction of its own to the <see cref="WorldState"/>, begun and finished. A refused transaction leaves no trace.
/// Thread: one at a time, the state's.
/// </remarks>
public sealed partial class TransactionExecutor
{
    private readonly WorldState _state;
    private readonly BlockContext _block;
    private readonly GasSchedule _gas;
    private readonly Interpreter _interpreter;

    /// <summary>An executor for a block.</summary>
    /// <param name="state">The state before the block, or as earlier transactions have left it.</param>
    /// <param name="block">The block.</param>
    /// <param name="buffers">Memory to use again and again; new when not given.</param>
    public TransactionExecutor(WorldState state, BlockContext block, ExecutionBuffers? buffers = null)
    {
        _state = state;
        _block = block;
        _gas = GasSchedule.Of(block.Rules.Fork);
        _interpreter = new Interpreter(state, block, buffers ?? new ExecutionBuffers());
    }

    /// <summary>Checks a transaction and, if it may be in the block, executes it.</summary>
    /// <param name="transaction">A signed transaction.</param>
    /// <param name="gasAvailable">What is left of the block's gas limit.</param>
    /// <param name="result">What it came to; null when refused.</param>
    public TransactionVerdict Execute(Transaction transaction, ulong gasAvailable, out TransactionResult? result)
    {
        var tracer = default(NoTracer);
        return Execute(transaction, gasAvailable, ref tracer, out result);
    }

    /// <summary>The same with a tracer.</summary>
    public TransactionVerdict Execute<TTracer>(
        Transaction transaction, ulong gasAvailable, ref TTracer tracer, out TransactionResult? result)
        where TTracer : struct, ITracer
    {
        result = null;
        var verdict = TransactionRules.Check(transaction, _block.Rules, _block.ChainId, _block.MaxBlobs);
        if (!verdict.IsValid)
        {
            return verdict;
        }

        _ = transaction.TryGetSender(out var address);
        _state.BeginTransaction();
        var sender = _state.GetAccount(address);
        verdict = CheckAgainstBlock(transaction, sender, gasAvailable);
        if (verdict.IsValid)
        {
            result = Process(transaction, sender, ref tracer);
        }

        return verdict;
    }

    private TransactionResult Process<TTracer>(Transaction transaction, AccountState sender, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        var intrinsic = IntrinsicGas.Of(transaction, _block.Rules);
        var price = transaction.EffectiveGasPrice(_block.BaseFeePerGas);
        _state.SubtractBalance(sender, (price * transaction.GasLimit) + BlobFee(transaction));
        var contract = transaction.IsCreation ? ContractAddress.Of(sender.Address, sender.Nonce) : (Address?)null;
        _state.SetNonce(sender, sender.Nonce + 1);

        WarmUp(transaction, sender, contract);
        ApplyAuthorizations(transaction);
        var message = MakeMessage(transaction, sender, contract, (long)(transaction.GasLimit - intrinsic.Execution));
        _interpreter.BeginTransaction(sender.Address, price, transaction.BlobVersionedHashes);
        var outcome = _interpreter.Execute(message, ref tracer);

        var gasBeforeRefund = transaction.GasLimit - (ulong)outcome.GasLeft;
        var refund = Math.Min(gasBeforeRefund / _gas.RefundQuotient, (ulong)_state.Refund);
        var gasUsed = Math.Max(gasBeforeRefund - refund, intrinsic.Floor);
        _state.AddBalance(sender, price * (transaction.GasLimit - gasUsed));
        PayFee(price, gasUsed);
        return Finish(outcome, (gasUsed, refund, Math.Max(gasBeforeRefund, intrinsic.Floor)), price, contract);
    }

    /// <summary>What is warm from the start (EIP-2929, 2930, 3651); precompiles are without being named.</summary>
    private void WarmUp(Transaction transaction, AccountState sender, Address? contract)
    {
        if (!_block.Rules.IsBerlin)
        {
            return;
        }

        _state.Warm(sender);
        _state.Warm(_state.GetAccount(contract ?? transaction.To!.Value));
        if (_block.Rules.IsShanghai)
        {
            _state.Warm(_state.GetAccount(_block.FeeRecipient));
        }

        foreach (var entry in transaction.AccessList.Span)
        {
            var account = _state.GetAccount(entry.Address);
            _state.Warm(account);
            foreach (ref readonly var key in entry.StorageKeys.Span)
            {
                _state.Warm(account, _state.GetSlot(account, key));
            }
        }
    }

    private Message MakeMessage(Transaction transaction, AccountState sender, Address? contract, long gas)
    {
        if (contract is { } address)
        {
            return new Message
            {
                Kind = CallKind.Create,
                Sender = sender,
                Target = _state.GetAccount(address),
                Code = new Code(transaction.Data.Span, Hash256.Zero),
                Value = transaction.Value,
                Gas = gas,
            };
        }

        var target = _state.GetAccount(transaction.To!.Value);
        var code = _state.GetCode(target);
        var isDelegated = false;
        if (_block.Rules.IsPrague && code.TryGetDelegation(out var delegateAddress))
        {
            isDelegated = true;
            var delegated = _state.GetAccount(delegateAddress);
            _state.Warm(delegated);
            code = _state.GetCode(delegated);
        }

        return new Message
        {
            Kind = CallKind.Call,
            Sender = sender,
            Target = target,
            Code = code,
            IsDelegated = isDelegated,
            Value = transaction.Value,
            Input = transaction.Data,
            Gas = gas,
        };
    }

    /// <summary>The fee recipient gets the whole price before London, the tip alone from London on (EIP-1559).</summary>
    private void PayFee(in UInt256 price, ulong gasUsed)
    {
        var recipient = _state.GetAccount(_block.FeeRecipient);
        if (!_block.Rules.IsEip158)
        {
            _state.Create(recipient);
        }

        _state.AddBalance(recipient, (price - _block.BaseFeePerGas) * gasUsed);
    }

    private TransactionResult Finish(in MessageResult outcome, (ulong Used, ulong Refunded, ulong Peak) gas, in UInt256 price, Address? contract)
    {
        var logs = _state.Logs.Count == 0 ? [] : _state.Logs.ToArray();
        _state.FinishTransaction(_block.Rules, isFailed: outcome.Error != EvmError.None);
        return new TransactionResult
        {
            Error = outcome.Error,
            GasUsed = gas.Used,
            GasRefunded = gas.Refunded,
            PeakGas = gas.Peak,
            EffectiveGasPrice = price,
            Output = outcome.Output,
            Logs = logs,
            ContractAddress = contract,
        };
    }
}
