using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>Ends an execution whose time is up, at its next call: between calls the gas cap bounds it.</summary>
internal readonly struct CancellationTracer(CancellationToken cancellation) : ITracer
{
    public static bool TracesInstructions => false;

    public static bool TracesCalls => true;

    public void OnInstruction(in InstructionState state)
    {
        // not asked for
    }

    public void OnInstructionEnd(long cost, long refund, EvmError error)
    {
        // not asked for
    }

    public void OnEnter(in CallStart start) => cancellation.ThrowIfCancellationRequested();

    public void OnExit(in CallEnd end)
    {
        // nothing to end
    }

    public void OnLog(Log log, int depth)
    {
        // nothing to keep
    }
}
