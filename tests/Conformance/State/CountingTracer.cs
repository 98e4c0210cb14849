using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>Counts instructions.</summary>
internal struct CountingTracer : ITracer
{
    public static bool TracesInstructions => true;

    public static bool TracesCalls => false;

    public long Count { get; private set; }

    public void OnInstruction(in InstructionState state) => Count++;

    public readonly void OnInstructionEnd(long cost, long refund, EvmError error)
    {
    }

    public readonly void OnEnter(in CallStart start)
    {
    }

    public readonly void OnExit(in CallEnd end)
    {
    }

    public readonly void OnLog(Log log, int depth)
    {
    }
}
