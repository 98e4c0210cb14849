using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
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

    /// <summary>The same, ended when its time is up.</summary>
    public TransactionVerdict Execute(Transaction transaction, CancellationToken cancellation, out TransactionResult? result)
    {
        var tracer = new CancellationTracer(cancellation);
        return Execute(transaction, ref tracer, out result);
    }

    /// <summary>An account as it is before any call.</summary>
    public Account AccountOf(in Address address) =>
        State.TryGetAccount(Primitives.Crypto.Keccak256.Hash(address.Bytes), out var account) ? account : Account.Empty;

    /// <summary>A call that names no price pays none, and sees a base fee of 0 (geth: NoBaseFee).</summary>
    private BlockContext ContextFor(Transaction transaction) =>
        transaction.MaxFeePerGas.IsZero && !Context.BaseFeePerGas.IsZero ? Context with { BaseFeePerGas = default } : Context;
}
