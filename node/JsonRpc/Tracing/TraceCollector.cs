using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>Gathers what one of geth's named tracers shows of a transaction, and writes it as geth does.</summary>
/// <remarks>One object a transaction: <see cref="Begin"/>, events, <see cref="End"/>, <see cref="Write"/>. Thread: one at a time.</remarks>
internal abstract class TraceCollector
{
    /// <summary>True when it wants to be told of each instruction.</summary>
    public virtual bool WantsInstructions => false;

    /// <summary>Before anything has happened.</summary>
    public virtual void Begin(TraceSubject subject)
    {
    }

    /// <inheritdoc cref="ITracer.OnInstruction"/>
    public virtual void OnInstruction(in InstructionState state)
    {
    }

    /// <inheritdoc cref="ITracer.OnInstructionEnd"/>
    public virtual void OnInstructionEnd(long cost, long refund, EvmError error)
    {
    }

    /// <inheritdoc cref="ITracer.OnEnter"/>
    public virtual void OnEnter(in CallStart start)
    {
    }

    /// <inheritdoc cref="ITracer.OnExit"/>
    public virtual void OnExit(in CallEnd end)
    {
    }

    /// <inheritdoc cref="ITracer.OnLog"/>
    public virtual void OnLog(Log log, int depth)
    {
    }

    /// <summary>After everything, the state being that after the transaction.</summary>
    public virtual void End(TransactionResult result)
    {
    }

    /// <summary>Writes the result.</summary>
    public abstract void Write(Utf8JsonWriter writer);
}
