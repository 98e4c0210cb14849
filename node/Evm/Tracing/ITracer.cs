using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Evm.Tracing;

/// <summary>Watches an execution. Implemented by structs: the interpreter is compiled once per tracer, and what a tracer does not ask for costs nothing.</summary>
/// <remarks>A tracer that gathers something holds it by reference. Thread: that of the execution.</remarks>
public interface ITracer
{
    /// <summary>True when <see cref="OnInstruction"/> and <see cref="OnInstructionEnd"/> are wanted. Must be constant.</summary>
    static abstract bool TracesInstructions { get; }

    /// <summary>True when the other events are wanted. Must be constant.</summary>
    static abstract bool TracesCalls { get; }

    /// <summary>An instruction is about to run.</summary>
    void OnInstruction(in InstructionState state);

    /// <summary>The instruction of the last <see cref="OnInstruction"/> has been paid for, or has failed; a called account's instructions come after it.</summary>
    /// <param name="cost">Its price in gas, with what a call hands on, but without what a creation hands on, as geth counts.</param>
    /// <param name="refund">Refund gathered so far, with what this instruction adds: geth shows this one.</param>
    /// <param name="error">Why it failed, or none.</param>
    void OnInstructionEnd(long cost, long refund, EvmError error);

    /// <summary>A call, creation or self-destruction begins; the outermost one too.</summary>
    void OnEnter(in CallStart start);

    /// <summary>The innermost call, creation or self-destruction ends.</summary>
    void OnExit(in CallEnd end);

    /// <summary>A log was written; it is void if a call around it fails later.</summary>
    void OnLog(Log log, int depth);
}
