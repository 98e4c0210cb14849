using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>flatCallTracer: the calls in a row with their place in the tree, as Parity's trace module shows them.</summary>
/// <param name="calls">Gathers the tree.</param>
/// <param name="includePrecompiles">With CALLs and STATICCALLs of precompiled contracts.</param>
/// <param name="convertErrors">Failures in Parity's words.</param>
internal sealed class FlatCallCollector(CallCollector calls, bool includePrecompiles, bool convertErrors) : TraceCollector
{
    private TraceSubject? _subject;

    public override void Begin(TraceSubject subject)
    {
        _subject = subject;
        calls.Begin(subject);
    }

    public override void OnEnter(in CallStart start) => calls.OnEnter(start);

    public override void OnExit(in CallEnd end)
    {
        var ended = calls.Current!;
        calls.OnExit(end);
        if (!includePrecompiles
            && ended.Kind is CallKind.Call or CallKind.StaticCall
            && calls.Current is { } caller
            && PrecompileAddresses.Contains(_subject!.Block.Rules.Fork, ended.To))
        {
            caller.RemoveLastCall();
        }
    }

    public override void OnLog(Log log, int depth) => calls.OnLog(log, depth);

    public override void End(TransactionResult result) => calls.End(result);

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        Write(writer, calls.Root, []);
        writer.WriteEndArray();
    }

    private void Write(Utf8JsonWriter writer, CallTrace call, List<int> address)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("action"u8);
        WriteAction(writer, call);
        writer.WriteEndObject();
        WritePlace(writer);
        if (call.Error != EvmError.None)
        {
            writer.WriteString("error"u8, convertErrors ? InParitysWords(call) : call.ErrorText);
        }

        if (call.Error is EvmError.None or EvmError.Reverted && call.Kind != CallKind.SelfDestruct)
        {
            WriteResult(writer, call);
        }

        writer.WriteNumber("subtraces"u8, call.Calls.Count);
        writer.WriteStartArray("traceAddress"u8);
        foreach (var step in address)
        {
            writer.WriteNumberValue(step);
        }

        writer.WriteEndArray();
        writer.WriteString("type"u8, IsCreation(call) ? "create"u8 : call.Kind == CallKind.SelfDestruct ? "suicide"u8 : "call"u8);
        writer.WriteEndObject();
        for (var i = 0; i < call.Calls.Count; i++)
        {
            address.Add(i);
            Write(writer, call.Calls[i], address);
            address.RemoveAt(address.Count - 1);
        }
    }

    private static void WriteAction(Utf8JsonWriter writer, CallTrace call)
    {
        if (call.Kind == CallKind.SelfDestruct)
        {
            writer.WriteAddress("address"u8, call.From);
            writer.WriteQuantity("balance"u8, call.Value);
            writer.WriteAddress("refundAddress"u8, call.To);
            return;
        }

        writer.WriteAddress("from"u8, call.From);
        writer.WriteQuantity("gas"u8, call.Gas);
        if (IsCreation(call))
        {
            writer.WriteString("creationMethod"u8, NameOf(call.Kind));
            writer.WriteData("init"u8, call.Input.Span);
        }
        else
        {
            writer.WriteString("callType"u8, NameOf(call.Kind));
            writer.WriteData("input"u8, call.Input.Span);
            writer.WriteAddress("to"u8, call.To);
        }

        if (call.Kind != CallKind.StaticCall)
        {
            writer.WriteQuantity("value"u8, call.Value);
        }
    }

    private static void WriteResult(Utf8JsonWriter writer, CallTrace call)
    {
        writer.WriteStartObject("result"u8);
        writer.WriteQuantity("gasUsed"u8, call.GasUsed);
        if (!IsCreation(call))
        {
            writer.WriteData("output"u8, call.Output.Span);
        }
        else
        {
            writer.WriteData("code"u8, call.Output.Span);
            if (call.Error == EvmError.None)
            {
                writer.WriteAddress("address"u8, call.To);
            }
        }

        writer.WriteEndObject();
    }

    private void WritePlace(Utf8JsonWriter writer)
    {
        if (_subject is { BlockHash: { } blockHash })
        {
            writer.WriteHash("blockHash"u8, blockHash);
            writer.WriteNumber("blockNumber"u8, _subject.Block.Number);
            writer.WriteHash("transactionHash"u8, _subject.Transaction.Hash);
            writer.WriteNumber("transactionPosition"u8, _subject.Index);
        }
    }

    private static string InParitysWords(CallTrace call) => call.Error switch
    {
        EvmError.CodeStoreOutOfGas or EvmError.OutOfGas or EvmError.ReentrancySentry or EvmError.CodeTooLarge => "Out of gas",
        EvmError.InvalidJump => "Bad jump destination",
        EvmError.Reverted => "Reverted",
        EvmError.ReturnDataOutOfBounds => "Out of bounds",
        EvmError.StackOverflow => "Out of stack",
        EvmError.StackUnderflow => "Stack underflow",
        EvmError.InvalidOpcode => "Bad instruction",
        EvmError.PrecompileFailed => "Built-in failed",
        _ => call.ErrorText,
    };

    private static bool IsCreation(CallTrace call) => call.Kind is CallKind.Create or CallKind.Create2;

    private static string NameOf(CallKind kind) => kind.ToString().ToLowerInvariant();
}
