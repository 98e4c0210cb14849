using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using PoaSidechain.JsonRpc;
using PoaSidechain.JsonRpc.Server;
using Xunit;

namespace PoaSidechain.Tests.Integration.JsonRpc;

/// <summary>Each limit of the server holds, and says so in the way that clients know from geth.</summary>
[Collection(Alone.Name)]
public sealed class RpcLimitTests
{
    /// <summary>Calls itself with all gas, for ever: JUMPDEST, then CALL of ADDRESS, then JUMP back.</summary>
    private const string CallingItself = "0x5b5f5f5f5f5f305af1505f56";

    /// <summary>Returns the gas left.</summary>
    private const string GasLeft = "0x5a5f5260205ff3";

    private const string Contract = "0x00000000000000000000000000000000000000cc";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Body_beyond_its_limit_is_refused_with_413()
    {
        await using var rig = await RpcRig.StartAsync(new RpcLimits { MaxRequestBytes = 1000 });

        using var fits = await rig.PostAsync(Padded(1000), Cancellation);
        using var tooLarge = await rig.PostAsync(Padded(1001), Cancellation);

        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
    }

    [Fact]
    public async Task Batch_beyond_its_limit_is_answered_with_one_error()
    {
        await using var rig = await RpcRig.StartAsync(new RpcLimits { MaxBatchItems = 3 });

        var fits = await rig.AskAsync(Batch(3), Cancellation);
        var tooLarge = await rig.AskAsync(Batch(4), Cancellation);

        Assert.Equal(3, fits.GetArrayLength());
        Assert.All(fits.EnumerateArray(), answer => Assert.Equal("0x0", answer.GetProperty("result").GetString()));
        var error = Assert.Single(tooLarge.EnumerateArray()).GetProperty("error");
        Assert.Equal((-32600, "batch too large"), (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Answer_beyond_its_limit_becomes_an_error_and_the_rest_of_the_batch_is_not_tried()
    {
        await using var rig = await RpcRig.StartAsync(new RpcLimits { MaxResponseBytes = 2000 });
        var block = RpcRig.Request("eth_getBlockByNumber", """["latest",false]"""); // more than 1 kB each: the second does not fit

        var answers = await rig.AskAsync($"[{block},{block},{block}]", Cancellation);

        Assert.Equal([false, true, true], answers.EnumerateArray().Select(answer => answer.TryGetProperty("error", out _)));
        Assert.All(answers.EnumerateArray().Skip(1), answer => Assert.Equal(-32003, CodeOf(answer)));
    }

    [Fact]
    public async Task Trace_beyond_the_answers_limit_ends_as_an_error()
    {
        await using var rig = await RpcRig.StartAsync(methods: new RpcMethodOptions { MaxTraceBytes = 10_000 });

        var answer = await rig.CallAsync("debug_traceCall", Call(CallingItself, """, "latest", {"stateOverrides": OVERRIDES}"""), Cancellation);

        Assert.Equal(-32003, CodeOf(answer));
    }

    [Fact]
    public async Task Call_gets_no_more_gas_than_the_cap()
    {
        await using var rig = await RpcRig.StartAsync(methods: new RpcMethodOptions { GasCap = 1_000_000 });

        var answer = await rig.CallAsync("eth_call", Call(GasLeft, """, "latest", OVERRIDES""", gas: "0xffffffffff"), Cancellation);

        var left = Convert.ToUInt64(answer.GetProperty("result").GetString(), 16);
        Assert.InRange(left, 970_000UL, 979_000UL); // less the 21,000 of every transaction
    }

    [Fact]
    public async Task Execution_that_has_had_its_time_is_aborted()
    {
        await using var rig = await RpcRig.StartAsync(methods: new RpcMethodOptions { EvmTimeout = TimeSpan.Zero });

        var answer = await rig.CallAsync("eth_call", Call(CallingItself, """, "latest", OVERRIDES"""), Cancellation);

        Assert.Equal("execution aborted (timeout = 0s)", answer.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Trace_that_has_had_its_time_is_aborted()
    {
        await using var rig = await RpcRig.StartAsync();

        var answer = await rig.CallAsync("debug_traceCall", Call(CallingItself, """, "latest", {"timeout": "0s", "stateOverrides": OVERRIDES}"""), Cancellation);

        Assert.Equal("execution timeout", answer.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Message_that_has_had_its_time_is_answered_so()
    {
        await using var rig = await RpcRig.StartAsync(new RpcLimits { CallTimeout = TimeSpan.Zero });

        var answer = await rig.CallAsync("eth_call", Call(GasLeft, """, "latest", OVERRIDES"""), Cancellation);

        Assert.Equal(-32002, CodeOf(answer));
    }

    [Fact]
    public async Task Connection_beyond_the_limit_is_not_served_until_another_ends()
    {
        await using var rig = await RpcRig.StartAsync(new RpcLimits { MaxConnections = 1 });
        using (await rig.ConnectAsync(Cancellation))
        {
            await Assert.ThrowsAsync<WebSocketException>(() => rig.ConnectAsync(Cancellation));
        }

        using var later = await Eventually(() => rig.ConnectAsync(Cancellation));
        Assert.Equal(WebSocketState.Open, later.State);
    }

    [Fact]
    public async Task Ipc_connection_beyond_the_limit_waits_for_another_to_end()
    {
        await using var rig = await RpcRig.StartAsync(new RpcLimits { MaxIpcConnections = 1 });
        var first = await rig.ConnectIpcAsync(Cancellation);
        await using var second = await rig.ConnectIpcAsync(Cancellation);
        Assert.Equal("0x0", await BlockNumberAsync(first));

        var waiting = BlockNumberAsync(second);
        Assert.False(waiting.IsCompleted);
        await first.DisposeAsync();

        Assert.Equal("0x0", await waiting);
    }

    private static async Task<string?> BlockNumberAsync(Stream stream)
    {
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(RpcRig.Request("eth_blockNumber", "[]")), Cancellation);
        using var reader = new StreamReader(stream, leaveOpen: true);
        using var answer = JsonDocument.Parse((await reader.ReadLineAsync(Cancellation))!);
        return answer.RootElement.GetProperty("result").GetString();
    }

    /// <summary>The server frees a slot a moment after the client has gone.</summary>
    private static async Task<T> Eventually<T>(Func<Task<T>> attempt)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await attempt();
            }
            catch (WebSocketException) when (i < 1000)
            {
                await Task.Delay(10, Cancellation);
            }
        }
    }

    private static string Call(string code, string rest, string gas = "0x1c9c380")
    {
        var overrides = $$$"""{"{{{Contract}}}":{"code":"{{{code}}}"}}""";
        return $$"""[{"to":"{{Contract}}","gas":"{{gas}}"}{{rest.Replace("OVERRIDES", overrides, StringComparison.Ordinal)}}]""";
    }

    private static string Padded(int length) => RpcRig.Request("eth_blockNumber", "[]").PadRight(length);

    private static string Batch(int count) => $"[{string.Join(',', Enumerable.Range(1, count).Select(id => RpcRig.Request("eth_blockNumber", "[]", id)))}]";

    private static int CodeOf(JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetInt32();
}
