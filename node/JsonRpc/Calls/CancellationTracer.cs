using System.Runtime.CompilerServices;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>Ends an execution whose time is up, at its next call: between calls the gas cap bounds it.</summary>
/// <param name="cancellation">Ends the execution.</param>
/// <param name="fault">Where to write why the outermost call failed, in geth's words; null when nobody asks.</param>
internal readonly struct CancellationTracer(CancellationToken cancellation, StrongBox<string>? fault = null) : ITracer
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
        if (fault is not null && end.Depth == 0)
        {
            fault.Value = end.ErrorText;
        }
    }

    public void OnLog(Log log, int depth)
    {
        // nothing to keep
    }
}
