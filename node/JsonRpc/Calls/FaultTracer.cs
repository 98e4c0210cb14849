using PoaSidechain.Evm;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>Notes the outermost call's last instruction: a failed call is run again with it, when geth's error text names the instruction.</summary>
internal readonly struct FaultTracer(FaultTracer.Fault fault) : ITracer
{
    public static bool TracesInstructions => true;

    public static bool TracesCalls => false;

    public void OnInstruction(in InstructionState state)
    {
        if (state.Depth == 0)
        {
            fault.Opcode = state.Opcode;
            fault.StackSize = state.Stack.Length;
        }
    }

    public void OnInstructionEnd(long cost, long refund, EvmError error)
    {
        // the last instruction is the one that failed
    }

    public void OnEnter(in CallStart start)
    {
        // not asked for
    }

    public void OnExit(in CallEnd end)
    {
        // not asked for
    }

    public void OnLog(Log log, int depth)
    {
        // not asked for
    }

    /// <summary>Where the tracer writes.</summary>
    public sealed class Fault
    {
        public Opcode Opcode { get; set; }

        public int StackSize { get; set; }
    }
}
