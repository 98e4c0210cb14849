using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>muxTracer: several tracers over one execution, their results by name.</summary>
internal sealed class MuxCollector(IReadOnlyList<(string Name, TraceCollector Collector)> parts) : TraceCollector
{
    public override bool WantsInstructions { get; } = parts.Any(part => part.Collector.WantsInstructions);

    public override void Begin(TraceSubject subject)
    {
        foreach (var (_, collector) in parts)
        {
            collector.Begin(subject);
        }
    }

    public override void OnInstruction(in InstructionState state)
    {
        foreach (var (_, collector) in parts)
        {
            collector.OnInstruction(state);
        }
    }

    public override void OnInstructionEnd(long cost, long refund, EvmError error)
    {
        foreach (var (_, collector) in parts)
        {
            collector.OnInstructionEnd(cost, refund, error);
        }
    }

    public override void OnEnter(in CallStart start)
    {
        foreach (var (_, collector) in parts)
        {
            collector.OnEnter(start);
        }
    }

    public override void OnExit(in CallEnd end)
    {
        foreach (var (_, collector) in parts)
        {
            collector.OnExit(end);
        }
    }

    public override void OnLog(Log log, int depth)
    {
        foreach (var (_, collector) in parts)
        {
            collector.OnLog(log, depth);
        }
    }

    public override void End(TransactionResult result)
    {
        foreach (var (_, collector) in parts)
        {
            collector.End(result);
        }
    }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, collector) in parts)
        {
            writer.WritePropertyName(name);
            collector.Write(writer);
        }

        writer.WriteEndObject();
    }
}
