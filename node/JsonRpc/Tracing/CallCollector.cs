using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>callTracer: the tree of calls.</summary>
/// <param name="onlyTopCall">The outermost call alone.</param>
/// <param name="withLog">With the logs of calls that did not fail.</param>
/// <param name="maxBytes">Most bytes of inputs and outputs to keep.</param>
internal sealed class CallCollector(bool onlyTopCall, bool withLog, int maxBytes) : TraceCollector
{
    private readonly CallTracer _tracer = new();
    private TraceSubject? _subject;
    private long _bytesLeft = maxBytes;

    /// <summary>The outermost call.</summary>
    public CallTrace Root => _tracer.Root!;

    /// <summary>The call that is running.</summary>
    public CallTrace? Current => _tracer.Current;

    public override void Begin(TraceSubject subject) => _subject = subject;

    public override void OnEnter(in CallStart start)
    {
        if (onlyTopCall && start.Depth > 0)
        {
            return;
        }

        Take(start.Input.Length);
        _tracer.OnEnter(start);
    }

    public override void OnExit(in CallEnd end)
    {
        if (onlyTopCall && end.Depth > 0)
        {
            return;
        }

        Take(end.Output.Length);
        var precompileFault = end.Error == EvmError.PrecompileFailed ? PrecompileFaults.TextOf(_tracer.Current!) : null;
        _tracer.OnExit(precompileFault is null ? end : new CallEnd
        {
            Depth = end.Depth, GasUsed = end.GasUsed, Output = end.Output, Error = end.Error, ErrorText = precompileFault,
        });
    }

    public override void OnLog(Log log, int depth)
    {
        if (withLog && (!onlyTopCall || depth == 0))
        {
            _tracer.AddLog(log, _subject!.FirstLog + _subject.World.Logs.Count - 1); // it is among them already
        }
    }

    public override void End(TransactionResult result)
    {
        Root.Gas = _subject!.Transaction.GasLimit;
        Root.GasUsed = result.GasUsed;
    }

    public override void Write(Utf8JsonWriter writer) => Write(writer, Root, isVoid: false);

    private static void Write(Utf8JsonWriter writer, CallTrace call, bool isVoid)
    {
        isVoid |= call.Error != EvmError.None;
        writer.WriteStartObject();
        writer.WriteString("type"u8, NameOf(call.Kind));
        writer.WriteAddress("from"u8, call.From);
        writer.WriteQuantity("gas"u8, call.Gas);
        writer.WriteQuantity("gasUsed"u8, call.GasUsed);
        if (call.Error == EvmError.None || call.Kind is not (CallKind.Create or CallKind.Create2))
        {
            writer.WriteAddress("to"u8, call.To);
        }

        writer.WriteData("input"u8, call.Input.Span);
        WriteOutcome(writer, call);
        if (call.Calls.Count > 0)
        {
            writer.WriteStartArray("calls"u8);
            foreach (var inner in call.Calls)
            {
                Write(writer, inner, isVoid);
            }

            writer.WriteEndArray();
        }

        if (call.Logs.Count > 0 && !isVoid)
        {
            WriteLogs(writer, call.Logs);
        }

        if (call.Kind != CallKind.StaticCall)
        {
            writer.WriteQuantity("value"u8, call.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter writer, CallTrace call)
    {
        if (!call.Output.IsEmpty && call.Error is EvmError.None or EvmError.Reverted)
        {
            writer.WriteData("output"u8, call.Output.Span);
        }

        if (call.Error == EvmError.None)
        {
            return;
        }

        writer.WriteString("error"u8, call.ErrorText);
        if (call.Error == EvmError.Reverted && RevertReason.Decode(call.Output.Span) is { Length: > 0 } reason)
        {
            writer.WriteString("revertReason"u8, reason);
        }
    }

    private static void WriteLogs(Utf8JsonWriter writer, IReadOnlyList<CallLog> logs)
    {
        writer.WriteStartArray("logs"u8);
        foreach (var (log, position, index) in logs)
        {
            writer.WriteStartObject();
            writer.WriteAddress("address"u8, log.Address);
            writer.WriteStartArray("topics"u8);
            foreach (ref readonly var topic in log.Topics.Span)
            {
                writer.WriteHash(topic);
            }

            writer.WriteEndArray();
            writer.WriteData("data"u8, log.Data.Span);
            writer.WriteQuantity("index"u8, (ulong)index);
            writer.WriteQuantity("position"u8, (ulong)position);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string NameOf(CallKind kind) => kind.ToString().ToUpperInvariant();

    private void Take(int bytes)
    {
        _bytesLeft -= bytes;
        if (_bytesLeft < 0)
        {
            throw new BufferLimitException();
        }
    }
}
