using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>Writes every event down as a line of text.</summary>
internal readonly struct EventTracer() : ITracer
{
    public static bool TracesInstructions => true;

    public static bool TracesCalls => true;

    public List<string> Lines { get; } = [];

    public void OnInstruction(in InstructionState state) => Lines.Add(
        $"{state.Pc} {state.Opcode.ToString().ToUpperInvariant()} gas {state.Gas:x} memory {state.Memory.Length} depth {state.Depth + 1} "
        + $"stack {string.Join(',', state.Stack.ToArray().Select(item => item.ToHexString()))}");

    public void OnInstructionEnd(long cost, long refund, EvmError error) => Lines.Add($"cost {cost:x} refund {refund}");

    public void OnEnter(in CallStart start) => Lines.Add(
        $"{start.Kind.ToString().ToUpperInvariant()} {start.From} -> {start.To} gas {start.Gas:x} value {start.Value.ToHexString()}");

    public void OnExit(in CallEnd end) => Lines.Add($"exit used {end.GasUsed:x} output {Convert.ToHexStringLower(end.Output)} {end.Error.Text()}");

    public void OnLog(Log log, int depth) => Lines.Add($"log {log.Topics.Length} at {depth}");
}
