using PoaSidechain.Chain;
using PoaSidechain.Chain.Building;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Execution;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Simulation;

/// <summary>One block in simulation: overrides, system calls, calls, and the header they come to.</summary>
internal sealed class BlockSimulation(SimulationSetting setting, BlockHeader header, SimulationBlock wanted, StateView parentState, BlockContext context)
{
    private readonly WorldState _world = new(parentState);
    private readonly ExecutionBuffers _buffers = new();
    private readonly SimulationTracer.Records _records = new(setting.Request.TracesTransfers);
    private readonly List<Transaction> _transactions = [];
    private readonly List<Receipt> _receipts = [];
    private readonly List<SimulatedCall> _calls = [];
    private ulong _gasUsed;
    private ulong _blobGasUsed;

    /// <summary>Runs the block; an error when a call could not begin.</summary>
    public RpcResult<SimulatedBlock> Run(CancellationToken cancellation)
    {
        if (WorldOverrides.Apply(_world, wanted.Accounts, context.Precompiles!) is { } fault)
        {
            return RpcError.Refused(fault);
        }

        var executor = new TransactionExecutor(_world, context, _buffers);
        SystemContracts.BeginBlock(executor, header, context.Rules);
        foreach (var call in wanted.Calls)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Execute(call, cancellation) is { } error)
            {
                return error;
            }
        }

        return Finish(executor);
    }

    private RpcError? Execute(CallArguments call, CancellationToken cancellation)
    {
        var sender = _world.GetAccount(call.From.GetValueOrDefault());
        var remaining = header.GasLimit - _gasUsed;
        if (call.Gas > remaining)
        {
            return SimulationErrors.BlockIsFull(remaining, call.Gas.Value);
        }

        call.Nonce ??= sender.Nonce;
        call.Gas = Math.Min(call.Gas ?? remaining, setting.GasLeft);
        if (!CallTransaction.Make(call, call.Gas.Value, context.ChainId, TransactionType.DynamicFee).TryGet(out var transaction, out var error))
        {
            return error;
        }

        var verdict = setting.Request.Validates ? CheckNonce(transaction, sender) : default;
        if (!verdict.IsValid)
        {
            return SimulationErrors.Of(verdict, transaction);
        }

        var tracer = new SimulationTracer(_records, cancellation);
        verdict = new TransactionExecutor(_world, ContextFor(transaction), _buffers).Call(transaction, ref tracer, out var result);
        if (!verdict.IsValid)
        {
            return SimulationErrors.Of(verdict, transaction);
        }

        Add(transaction, result!);
        return null;
    }

    private void Add(Transaction transaction, TransactionResult result)
    {
        _gasUsed += result.GasUsed;
        _blobGasUsed += BlobGas.PerBlob * (ulong)transaction.BlobVersionedHashes.Length;
        setting.GasLeft -= result.GasUsed;
        _transactions.Add(transaction);
        _calls.Add(new SimulatedCall(result, _records.Logs, _records.ErrorText));
        _receipts.Add(new Receipt
        {
            Type = transaction.Type,
            PostState = context.Rules.IsByzantium ? null : parentState.Apply(_world.CollectChanges()).Root,
            Succeeded = result.IsSuccess,
            CumulativeGasUsed = _gasUsed,
            Logs = [.. result.Logs],
        });
    }

    private static TransactionVerdict CheckNonce(Transaction transaction, AccountState sender) =>
        transaction.Nonce > sender.Nonce ? new(TransactionError.NonceTooHigh, NonceDetail(transaction, sender))
        : transaction.Nonce < sender.Nonce ? new(TransactionError.NonceTooLow, NonceDetail(transaction, sender))
        : transaction.Nonce == ulong.MaxValue ? new(TransactionError.NonceOverflow, null)
        : default;

    private static string NonceDetail(Transaction transaction, AccountState sender) =>
        $"address {sender.Address.ToChecksumString()}, tx: {transaction.Nonce} state: {sender.Nonce}";

    /// <summary>Without validation a call that names no price pays none, and sees a base fee of 0 (geth: NoBaseFee).</summary>
    private BlockContext ContextFor(Transaction transaction) =>
        !setting.Request.Validates && transaction.MaxFeePerGas.IsZero && !context.BaseFeePerGas.IsZero ? context with { BaseFeePerGas = default } : context;

    private RpcResult<SimulatedBlock> Finish(TransactionExecutor executor)
    {
        var rules = context.Rules;
        var body = new BlockBody([.. _transactions], [], rules.IsShanghai ? [] : null);
        setting.Engine.ApplyRewards(_world, new Block(header, body));
        _ = setting.Engine.ApplyRequests(executor, header, _receipts); // for what it does to the state: the hash is that of no requests
        var state = parentState.Apply(_world.CollectChanges());
        var complete = header with
        {
            GasUsed = _gasUsed,
            BlobGasUsed = rules.IsCancun ? _blobGasUsed : null,
            RequestsHash = rules.IsPrague ? BlockBuilder.EmptyRequestsHash : null,
            StateRoot = state.Root,
            TransactionsRoot = BodyRules.TransactionsRoot(_transactions),
            ReceiptsRoot = BodyRules.ReceiptsRoot(_receipts),
            LogsBloom = BodyRules.LogsBloom(_receipts),
        };
        return new SimulatedBlock(new Block(complete, body), _calls, state);
    }
}
