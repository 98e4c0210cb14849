using System.Runtime.CompilerServices;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.JsonRpc.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>A block and a state on which calls can be tried, each on a fresh copy.</summary>
/// <param name="Header">The block.</param>
/// <param name="Context">The block as code sees it, overrides applied.</param>
/// <param name="State">The state, overrides applied.</param>
/// <param name="Buffers">Memory for executions.</param>
internal sealed record CallEnvironment(BlockHeader Header, BlockContext Context, IStateReader State, ExecutionBufferPool Buffers)
{
    /// <summary>Executes a call and forgets what it changed.</summary>
    public TransactionVerdict Execute<TTracer>(Transaction transaction, ref TTracer tracer, out TransactionResult? result)
        where TTracer : struct, ITracer
    {
        var buffers = Buffers.Rent();
        var verdict = new TransactionExecutor(new WorldState(State), ContextFor(transaction), buffers).Call(transaction, ref tracer, out result);
        Buffers.Return(buffers); // not after an exception: what the execution has left in them is not known
        return verdict;
    }

    /// <summary>The same, ended when its time is up; says why the call failed, in geth's words.</summary>
    public TransactionVerdict Execute(Transaction transaction, out TransactionResult? result, out string fault, CancellationToken cancellation)
    {
        var text = new StrongBox<string>("");
        var tracer = new CancellationTracer(cancellation, text);
        var verdict = Execute(transaction, ref tracer, out result);
        fault = text.Value!;
        return verdict;
    }

    /// <summary>The same with a collector of traces, which is told of the beginning and the end too.</summary>
    public TransactionVerdict Execute(Transaction transaction, TraceCollector collector, CancellationToken cancellation)
    {
        var buffers = Buffers.Rent();
        var world = new WorldState(State);
        var context = ContextFor(transaction);
        collector.Begin(new TraceSubject(world, context, transaction));
        var executor = new TransactionExecutor(world, context, buffers);
        TransactionVerdict verdict;
        TransactionResult? result;
        if (collector.WantsInstructions)
        {
            var tracer = new InstructionEventTracer(collector, cancellation);
            verdict = executor.Call(transaction, ref tracer, out result);
        }
        else
        {
            var tracer = new CallEventTracer(collector, cancellation);
            verdict = executor.Call(transaction, ref tracer, out result);
        }

        if (result is not null)
        {
            collector.End(result);
        }

        Buffers.Return(buffers);
        return verdict;
    }

    /// <summary>An account as it is before any call.</summary>
    public Account AccountOf(in Address address) =>
        State.TryGetAccount(Primitives.Crypto.Keccak256.Hash(address.Bytes), out var account) ? account : Account.Empty;

    /// <summary>A call that names no price pays none, and sees a base fee of 0 (geth: NoBaseFee).</summary>
    private BlockContext ContextFor(Transaction transaction) =>
        transaction.MaxFeePerGas.IsZero && !Context.BaseFeePerGas.IsZero ? Context with { BaseFeePerGas = default } : Context;
}
