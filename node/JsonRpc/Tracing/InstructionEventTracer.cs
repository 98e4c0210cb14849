using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>Hands all events to a collector; ends an execution whose time is up at its next instruction.</summary>
internal readonly struct InstructionEventTracer(TraceCollector collector, CancellationToken cancellation) : ITracer
{
    public static bool TracesInstructions => true;

    public static bool TracesCalls => true;

    public void OnInstruction(in InstructionState state)
    {
        cancellation.ThrowIfCancellationRequested();
        collector.OnInstruction(state);
    }

    public void OnInstructionEnd(long cost, long refund, EvmError error) => collector.OnInstructionEnd(cost, refund, error);

    public void OnEnter(in CallStart start)
    {
        cancellation.ThrowIfCancellationRequested();
        collector.OnEnter(start);
    }

    public void OnExit(in CallEnd end) => collector.OnExit(end);

    public void OnLog(Log log, int depth) => collector.OnLog(log, depth);
}
