using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>The struct logger: every instruction with the machine before it (execution-apis: OpcodeTransactionTrace).</summary>
/// <remarks>Written as JSON at once, instruction by instruction: an answer that grows beyond its limit ends the execution.</remarks>
internal sealed class StructLogCollector : TraceCollector, IDisposable
{
    private const int WordBytes = 32;

    private readonly PooledBuffer _json;
    private readonly Utf8JsonWriter _logs;
    private readonly StructLogTracer _tracer;
    private TransactionResult? _result;

    /// <summary>A collector for one transaction.</summary>
    /// <param name="options">What is recorded.</param>
    /// <param name="maxBytes">Most bytes of JSON.</param>
    public StructLogCollector(StructLogOptions options, int maxBytes)
    {
        _json = new PooledBuffer(maxBytes);
        _logs = new Utf8JsonWriter(_json, new JsonWriterOptions { SkipValidation = true });
        _tracer = new StructLogTracer(options, WriteLog);
        _logs.WriteStartArray();
    }

    public override bool WantsInstructions => true;

    public override void OnInstruction(in InstructionState state) => _tracer.OnInstruction(state);

    public override void OnInstructionEnd(long cost, long refund, EvmError error) => _tracer.OnInstructionEnd(cost, refund, error);

    public override void End(TransactionResult result)
    {
        _result = result;
        _logs.WriteEndArray();
        _logs.Flush();
    }

    public override void Write(Utf8JsonWriter writer)
    {
        var hasOutput = _result!.IsSuccess || _result.Error == EvmError.Reverted;
        writer.WriteStartObject();
        writer.WriteNumber("gas"u8, _result.GasUsed);
        writer.WriteBoolean("failed"u8, !_result.IsSuccess);
        writer.WriteData("returnValue"u8, hasOutput ? _result.Output.Span : []);
        writer.WritePropertyName("structLogs"u8);
        writer.WriteRawValue(_json.Written.Span, skipInputValidation: true);
        writer.WriteEndObject();
        Dispose();
    }

    /// <summary>Gives the memory back; done by <see cref="Write"/>, after which there is nothing more to write.</summary>
    public void Dispose()
    {
        _logs.Dispose();
        _json.Dispose();
    }

    private void WriteLog(StructLog log)
    {
        _logs.WriteStartObject();
        _logs.WriteNumber("pc"u8, log.Pc);
        _logs.WriteString("op"u8, InstructionTable.NameOf(log.Opcode));
        _logs.WriteNumber("gas"u8, log.Gas);
        _logs.WriteNumber("gasCost"u8, log.GasCost);
        _logs.WriteNumber("depth"u8, log.Depth);
        if (log.Error is { } error)
        {
            _logs.WriteString("error"u8, error);
        }

        if (log.Stack is { } stack)
        {
            _logs.WriteStartArray("stack"u8);
            foreach (var item in stack)
            {
                _logs.WriteQuantity(item);
            }

            _logs.WriteEndArray();
        }

        WriteBytes(log);
        if (log.Storage is { } storage)
        {
            WriteStorage(storage);
        }

        if (log.Refund > 0)
        {
            _logs.WriteNumber("refund"u8, log.Refund);
        }

        _logs.WriteEndObject();
        _logs.Flush();
    }

    private void WriteBytes(StructLog log)
    {
        if (log.ReturnData is { IsEmpty: false } returnData)
        {
            _logs.WriteData("returnData"u8, returnData.Span);
        }

        if (log.Memory is not { IsEmpty: false } memory)
        {
            return;
        }

        _logs.WriteStartArray("memory"u8);
        for (var at = 0; at < memory.Length; at += WordBytes)
        {
            _logs.WriteData(memory.Span.Slice(at, WordBytes));
        }

        _logs.WriteEndArray();
    }

    private void WriteStorage(IReadOnlyDictionary<UInt256, UInt256> storage)
    {
        _logs.WriteStartObject("storage"u8);
        foreach (var (slot, value) in storage)
        {
            _logs.WriteString(slot.ToHash256().ToString(), value.ToHash256().ToString());
        }

        _logs.WriteEndObject();
    }
}
