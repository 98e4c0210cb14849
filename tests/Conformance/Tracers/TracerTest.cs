using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.JsonRpc.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;
using PoaSidechain.Tests.Conformance.Blocks;
using PoaSidechain.Tests.Conformance.Rpc;
using PoaSidechain.Tests.Conformance.State;

namespace PoaSidechain.Tests.Conformance.Tracers;

/// <summary>A case of geth's own tracer tests: a state, a block, a transaction, and what a tracer shows of it.</summary>
internal static class TracerTest
{
    private const int MaxBytes = 100_000_000;

    /// <summary>Null when a tracer shows what is expected, or else the first difference.</summary>
    /// <param name="test">The case.</param>
    /// <param name="tracer">The tracer's name.</param>
    public static string? Run(JsonElement test, string tracer)
    {
        var transaction = Transaction.Decode(test.Bytes("input"));
        var world = new WorldState(Alloc.ToState(test.GetProperty("genesis").GetProperty("alloc")));
        var block = MakeBlock(test);
        if (!JsonRpc.Tracing.Tracers.Make(ConfigOf(test, tracer), MaxBytes).TryGet(out var collector, out var error))
        {
            return error.Message;
        }

        collector.Begin(new TraceSubject(world, block, transaction));
        var events = new InstructionEventTracer(collector, CancellationToken.None);
        var verdict = new TransactionExecutor(world, block).Execute(transaction, block.GasLimit, ref events, out var result);
        if (!verdict.IsValid)
        {
            return $"refused: {verdict}";
        }

        collector.End(result!);
        var expected = test.GetProperty("result");
        return tracer switch
        {
            "flatCallTracer" => JsonDifference.Find(TraceForms.Flat(Written(collector)), TraceForms.Flat(expected)),
            "callTracer" => JsonDifference.Find(TraceForms.Calls(Written(collector)), TraceForms.Calls(expected)),
            _ => JsonDifference.Find(Written(collector), expected),
        };
    }

    private static TraceConfig ConfigOf(JsonElement test, string tracer)
    {
        var config = test.TryGetProperty("tracerConfig", out var own) ? own.GetRawText() : "{}";
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes($$"""{"tracer":"{{tracer}}","tracerConfig":{{config}}}"""));
        reader.Read();
        return TraceConfig.Parameter.Parse(ref reader, out var parsed) is { } fault ? throw new InvalidDataException(fault.ToString()) : parsed;
    }

    private static BlockContext MakeBlock(JsonElement test)
    {
        var context = test.GetProperty("context");
        var network = ForeignGenesis.RulesOf(test.GetProperty("genesis").GetProperty("config"));
        var number = context.Quantity("number").Low64;
        var time = context.Quantity("timestamp").Low64;
        var rules = network.Spec.RulesAt(number, time);
        return new BlockContext
        {
            Rules = rules,
            ChainId = network.Spec.ChainId,
            Number = number,
            Timestamp = time,
            GasLimit = context.Quantity("gasLimit").Low64,
            FeeRecipient = context.Address("miner"),
            Difficulty = context.Quantity("difficulty"),
            BaseFeePerGas = context.OptionalQuantity("baseFeePerGas").GetValueOrDefault(),
            MaxBlobs = rules.IsCancun ? rules.Blobs.Max : 0,
            BlockHash = _ => Hash256.Zero,
        };
    }

    private static JsonElement Written(TraceCollector collector)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { MaxDepth = 4096 }))
        {
            collector.Write(writer);
        }

        return JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = 4096 }).RootElement;
    }
}
