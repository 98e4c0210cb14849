using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>Hands calls and logs to a collector; ends an execution whose time is up at its next call.</summary>
internal readonly struct CallEventTracer(TraceCollector collector, CancellationToken cancellation) : ITracer
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

    public void OnEnter(in CallStart start)
    {
        cancellation.ThrowIfCancellationRequested();
        collector.OnEnter(start);
    }

    public void OnExit(in CallEnd end) => collector.OnExit(end);

    public void OnLog(Log log, int depth) => collector.OnLog(log, depth);
}
