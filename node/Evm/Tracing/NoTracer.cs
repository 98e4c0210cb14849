using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Evm.Tracing;

/// <summary>Watches nothing and costs nothing.</summary>
public readonly struct NoTracer : ITracer
{
    /// <inheritdoc/>
    public static bool TracesInstructions => false;

    /// <inheritdoc/>
    public static bool TracesCalls => false;

    /// <inheritdoc/>
    public void OnInstruction(in InstructionState state)
    {
    }

    /// <inheritdoc/>
    public void OnInstructionEnd(long cost, long refund, EvmError error)
    {
    }

    /// <inheritdoc/>
    public void OnEnter(in CallStart start)
    {
    }

    /// <inheritdoc/>
    public void OnExit(in CallEnd end)
    {
    }

    /// <inheritdoc/>
    public void OnLog(Log log, int depth)
    {
    }
}
