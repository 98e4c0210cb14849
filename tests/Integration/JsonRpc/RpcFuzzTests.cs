using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.JsonRpc;

/// <summary>Every method with parameters that nobody should send: always an answer of JSON-RPC, never a crash, a 500 or a closed connection.</summary>
[Collection(Alone.Name)]
public sealed class RpcFuzzTests
{
    private const int Seed = 20_260_101;
    private const int TriesPerMethod = 60;
    private const int HandlerCrashed = -32603;

    private static readonly string[] Atoms =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e400", "18446744073709551616", "\"\"", "\"0x\"", "\"0x0\"", "\"0x1\"", "\"0x01\"", "\"0xg\"", "\"1\"",
        "\"latest\"", "\"pending\"", "\"earliest\"", "\"safe\"", "\"finalized\"", "\"LATEST\"", "\"0xffffffffffffffff\"", "\"0x10000000000000000\"",
        "\"0x00000000000000000000000000000000000000cc\"", "\"0xcc\"", "\"0x71562b71999873db5b286df957af199ec94617f7\"",
        "\"0x0000000000000000000000000000000000000000000000000000000000000000\"",
        "\"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\"", "\"\\u0000\\ud800\"", "\"0x02c0\"", "\"0xf86b\"", "\"0xc0\"", "\"logs\"", "[]", "{}",
    ];

    private static readonly string[] Names =
    [
        "from", "to", "gas", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas", "value", "nonce", "data", "input", "accessList", "address", "storageKeys",
        "authorizationList", "blobVersionedHashes", "chainId", "fromBlock", "toBlock", "blockHash", "blockNumber", "requireCanonical", "topics", "tracer",
        "tracerConfig", "timeout", "limit", "stateOverrides", "blockOverrides", "blockStateCalls", "calls", "validation", "number", "time", "gasLimit", "state",
        "stateDiff", "code", "balance", "movePrecompileToAddress", "0x0000000000000000000000000000000000000001", "onlyTopCall", "callTracer", "",
    ];

    [Fact]
    public async Task Every_method_answers_every_kind_of_parameters_over_http()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var rig = await RpcRig.StartAsync();
        await rig.Chain.SealAsync(TestKeys.A);
        var random = new Random(Seed);
        var answered = 0;
        foreach (var method in rig.MethodNames())
        {
            for (var i = 0; i < TriesPerMethod; i++)
            {
                var request = RpcRig.Request(method, Parameters(random));
                using var response = await rig.PostAsync(request, cancellation);
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{request}: {response.StatusCode}");
                AssertAnswer(request, await response.Content.ReadAsStringAsync(cancellation));
                answered++;
            }
        }

        Assert.Equal(rig.MethodNames().Count * TriesPerMethod, answered);
    }

    [Fact]
    public async Task Every_method_answers_on_one_ipc_connection_that_stays_open()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var rig = await RpcRig.StartAsync();
        await rig.Chain.SealAsync(TestKeys.A);
        await using var stream = await rig.ConnectIpcAsync(cancellation);
        using var reader = new StreamReader(stream, leaveOpen: true);
        var random = new Random(Seed + 1);
        foreach (var method in rig.MethodNames().Append("eth_subscribe").Append("eth_unsubscribe"))
        {
            for (var i = 0; i < TriesPerMethod; i++)
            {
                var request = RpcRig.Request(method, Parameters(random));
                await stream.WriteAsync(Encoding.UTF8.GetBytes(request), cancellation);
                AssertAnswer(request, await reader.ReadLineAsync(cancellation));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("[1,2]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"eth_blockNumber\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":{}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":\"x\"}")]
    [InlineData("{\"jsonrpc\":\"\\ud800\",\"id\":1,\"method\":\"eth_blockNumber\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"\\ud800\",\"method\":\"eth_\\ud800\",\"params\":[\"\\udc00\"]}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"\\ud800\":1,\"id\":1,\"method\":\"eth_call\",\"params\":[{\"\\ud800\":1}]}")]
    public async Task Message_that_is_no_request_gets_200(string body)
    {
        await using var rig = await RpcRig.StartAsync();

        using var response = await rig.PostAsync(body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static void AssertAnswer(string request, string? text)
    {
        Assert.False(string.IsNullOrEmpty(text), $"no answer to {request}");
        using var answer = JsonDocument.Parse(text);
        Assert.Equal("2.0", answer.RootElement.GetProperty("jsonrpc").GetString());
        if (answer.RootElement.TryGetProperty("error", out var error))
        {
            Assert.True(error.GetProperty("code").GetInt32() != HandlerCrashed, $"{request}: {text}");
            Assert.NotEqual("", error.GetProperty("message").GetString());
        }
        else
        {
            Assert.True(answer.RootElement.TryGetProperty("result", out _), $"{request}: {text}");
        }
    }

    private static string Parameters(Random random) => random.Next(20) switch
    {
        0 => Value(random, 0),
        _ => $"[{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => Value(random, 0)))}]",
    };

    private static string Value(Random random, int depth) => (depth > 4 ? 0 : random.Next(10)) switch
    {
        7 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1)))}]",
        8 or 9 => $"{{{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => $"\"{Names[random.Next(Names.Length)]}\":{Value(random, depth + 1)}"))}}}",
        6 => $"\"0x{random.NextInt64().ToString("x", CultureInfo.InvariantCulture)}\"",
        _ => Atoms[random.Next(Atoms.Length)],
    };
}
