using PoaSidechain.Chain;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>Tries calls on the state after a block: eth_call, and the ground under estimating and tracing.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class CallRunner(ChainReader chain, ChainSpec spec, IConsensusEngine engine, RpcMethodOptions options, TimeProvider time)
{
    private readonly ExecutionBufferPool _buffers = new();

    /// <summary>The chain.</summary>
    public ChainReader Chain => chain;

    /// <summary>The rules.</summary>
    public ChainSpec Spec => spec;

    /// <summary>Most gas for a call.</summary>
    public ulong GasCap => options.GasCap;

    /// <summary>Block and state as the caller wants them.</summary>
    public RpcResult<CallEnvironment> Prepare(BlockParameter block, IReadOnlyDictionary<Address, AccountOverride> accounts, BlockOverride blockOverride)
    {
        if (!chain.GetState(block).TryGet(out var at, out var error))
        {
            return error;
        }

        if (OverriddenState.TryMake(at.State, accounts, out var state) is { } fault)
        {
            return RpcError.Refused(fault);
        }

        var context = blockOverride.Apply(ContextOf(at.Header));
        if (accounts.Count > 0)
        {
            var precompiles = new MovablePrecompiles(context.Rules.Fork);
            context = context with { Precompiles = precompiles };
            if (PrecompileOverrides.Apply(accounts, precompiles) is { } contradiction)
            {
                return RpcError.Refused(contradiction);
            }
        }

        return new CallEnvironment(at.Header, context, state, _buffers);
    }

    /// <summary>The context of a block.</summary>
    public BlockContext ContextOf(BlockHeader header)
    {
        AncestorHashes? ancestors = null;
        return BlockContext.Of(header, engine.GetFeeRecipient(header), spec.RulesAt(header.Number, header.Timestamp), spec.ChainId, number =>
        {
            ancestors ??= chain.Tree.FindHeader(header.ParentHash) is { } parent ? new AncestorHashes(parent, chain.Tree) : null;
            return ancestors?.Get(number) ?? Hash256.Zero;
        });
    }

    /// <summary>Executes a call; what it returned, or why it failed.</summary>
    public RpcResult<ReadOnlyMemory<byte>> Call(CallArguments call, CallEnvironment environment, CancellationToken cancellation)
    {
        if (!CallTransaction.Make(call, options.GasCap, spec.ChainId).TryGet(out var transaction, out var error))
        {
            return error;
        }

        return WithinTime<ReadOnlyMemory<byte>>(token =>
        {
            var verdict = environment.Execute(transaction, out var result, out var fault, token);
            return !verdict.IsValid ? CallErrors.Of(verdict, transaction, isCall: true)
                : result!.IsSuccess ? result.Output
                : CallErrors.Of(result, fault);
        }, cancellation);
    }

    /// <summary>Gives an execution its time, and says so when it took longer.</summary>
    public RpcResult<T> WithinTime<T>(Func<CancellationToken, RpcResult<T>> run, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(options.EvmTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            return run(either.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return RpcError.Refused($"execution aborted (timeout = {options.EvmTimeout.TotalSeconds:0.###}s)");
        }
    }
}
