using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>geth's call traces of real transactions.</summary>
public sealed class CallTracerTests
{
    [Theory]
    [InlineData("call_tracer")]
    [InlineData("call_tracer_withLog")]
    public void Calls_are_those_that_geth_records(string folder)
    {
        var files = Vectors.Read("tracers-tools.tar.gz", $"tracers/geth/{folder}/").ToList();
        foreach (var file in files)
        {
            using var document = file.Json();
            var test = new TracerCase(document.RootElement);
            var isTopOnly = file.Path.Contains("only", StringComparison.OrdinalIgnoreCase);
            var tracer = new CallTracer();

            var verdict = new TransactionExecutor(test.World, test.Block).Execute(test.Transaction, test.Block.GasLimit, ref tracer, out var result);

            Assert.True(verdict.IsValid, $"{file.Path}: {verdict}");
            Assert.Equal((file.Path, Quantity(test.Result, "gasUsed")), (file.Path, result!.GasUsed));
            Compare(file.Path, tracer.Root!, test.Result, isOutermost: true, isTopOnly);
        }

        Assert.NotEmpty(files);
    }

    private static void Compare(string path, CallTrace actual, JsonElement expected, bool isOutermost, bool isTopOnly)
    {
        Assert.Equal((path, expected.GetProperty("type").GetString()), (path, actual.Kind.ToString().ToUpperInvariant()));
        Assert.Equal((path, expected.GetProperty("from").GetString()), (path, actual.From.ToString()));
        Assert.Equal((path, Text(expected, "input")), (path, Hex.Encode(actual.Input.Span)));
        Assert.Equal((path, Text(expected, "error")), (path, actual.ErrorText));
        if (expected.TryGetProperty("to", out var to))
        {
            Assert.Equal((path, to.GetString()), (path, actual.To.ToString()));
        }

        if (!isOutermost)
        {
            Assert.Equal((path, Quantity(expected, "gas")), (path, actual.Gas));
            Assert.Equal((path, Quantity(expected, "gasUsed")), (path, actual.GasUsed));
        }

        if (expected.TryGetProperty("output", out var output))
        {
            Assert.Equal((path, output.GetString()), (path, Hex.Encode(actual.Output.Span)));
        }

        if (!isTopOnly)
        {
            CompareInside(path, actual, expected);
        }
    }

    private static void CompareInside(string path, CallTrace actual, JsonElement expected)
    {
        var calls = expected.TryGetProperty("calls", out var list) ? list.EnumerateArray().ToList() : [];
        Assert.Equal((path, calls.Count), (path, actual.Calls.Count));
        foreach (var (call, index) in actual.Calls.Select((call, index) => (call, index)))
        {
            Compare(path, call, calls[index], isOutermost: false, isTopOnly: false);
        }

        if (expected.TryGetProperty("logs", out var logs))
        {
            Assert.Equal(
                logs.EnumerateArray().Select(log => log.GetProperty("data").GetString()),
                actual.Logs.Select(log => Hex.Encode(log.Log.Data.Span)));
        }
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString()! : "";

    private static ulong Quantity(JsonElement element, string name) => (ulong)UInt256.Parse(element.GetProperty(name).GetString()!);
}
