using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.JsonRpc;

/// <summary>debug_*, and simulations, on a Clique chain: what the suites of other clients, whose chains have no signers, do not try.</summary>
public sealed class DebugMethodTests
{
    // Init code that returns PUSH1 1, PUSH1 0, SSTORE, STOP: a contract that sets its slot 0.
    private static readonly byte[] Deployment = Hex.Decode("0x656001600055005f526006601af3");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Set_head_goes_back_and_blocks_can_be_sealed_anew()
    {
        await using var rig = await RpcRig.StartAsync();
        List<Block> blocks = [];
        for (var i = 0; i < 5; i++)
        {
            Assert.True(rig.Chain.Pool.Add(Transfers.Dynamic(TestKeys.A, (ulong)i, TestKeys.B.Address), isLocal: true).IsAccepted);
            blocks.Add(await rig.Chain.SealAsync(TestKeys.A));
        }

        Assert.Equal(JsonValueKind.Null, (await IpcAsync(rig, "debug_setHead", "[\"0x2\"]")).GetProperty("result").ValueKind);

        Assert.Equal(blocks[1].Hash, rig.Chain.Tree.Head.Hash);
        Assert.Equal("0x2", (await rig.CallAsync("eth_getTransactionCount", $"[\"{TestKeys.A.Address}\",\"latest\"]", Cancellation)).GetProperty("result").GetString());
        Assert.Equal(JsonValueKind.Null, (await rig.CallAsync("eth_getBlockByNumber", "[\"0x3\",false]", Cancellation)).GetProperty("result").ValueKind);
        Assert.NotEqual(blocks[2].Hash, (await rig.Chain.SealAsync(TestKeys.A)).Hash);
        Assert.Equal(3UL, rig.Chain.Tree.Head.Number);
    }

    [Fact]
    public async Task Set_head_never_leaves_what_is_final_on_l1_and_is_not_offered_over_http()
    {
        await using var rig = await RpcRig.StartAsync();
        var first = await rig.Chain.SealAsync(TestKeys.A);
        var second = await rig.Chain.SealAsync(TestKeys.A);
        rig.Chain.Pin.SetFinal(1, second.Number, second.Hash);

        var refused = await IpcAsync(rig, "debug_setHead", $"[\"0x{first.Number:x}\"]");
        var hidden = await rig.CallAsync("debug_setHead", "[\"0x1\"]", Cancellation);

        Assert.Contains("final on L1", refused.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(-32601, hidden.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(second.Hash, rig.Chain.Tree.Head.Hash);
    }

    [Fact]
    public async Task Block_can_be_traced_by_number_hash_and_encoding_alike()
    {
        await using var rig = await RpcRig.StartAsync();
        var block = await SealContractAsync(rig);

        var byNumber = await TraceAsync(rig, "debug_traceBlockByNumber", $"\"0x{block.Number:x}\"");
        var byHash = await TraceAsync(rig, "debug_traceBlockByHash", $"\"{block.Hash}\"");
        var encoded = await TraceAsync(rig, "debug_traceBlock", $"\"{Hex.Encode(block.Encode())}\"");

        Assert.Equal(2, byNumber.GetArrayLength());
        Assert.Equal(byNumber.GetRawText(), byHash.GetRawText());
        Assert.Equal(byNumber.GetRawText(), encoded.GetRawText());
    }

    [Fact]
    public async Task Traced_transaction_sees_those_before_it_and_several_tracers_watch_it_at_once()
    {
        await using var rig = await RpcRig.StartAsync();
        var block = await SealContractAsync(rig);
        const string Config = """{"tracer":"muxTracer","tracerConfig":{"callTracer":{},"prestateTracer":{"diffMode":true},"4byteTracer":{},"noopTracer":{}}}""";

        var answer = await rig.CallAsync("debug_traceTransaction", $"[\"{block.Transactions[1].Hash}\",{Config}]", Cancellation);

        var traces = answer.GetProperty("result");
        var contract = ContractAddress.Of(TestKeys.A.Address, 0).ToString();
        Assert.Equal(contract, traces.GetProperty("callTracer").GetProperty("to").GetString());
        var slots = traces.GetProperty("prestateTracer").GetProperty("post").GetProperty(contract).GetProperty("storage").EnumerateObject();
        Assert.Equal(UInt256.One.ToHash256().ToString(), Assert.Single(slots).Value.GetString());
        Assert.Equal("{}", traces.GetProperty("noopTracer").GetRawText());
        Assert.Equal("{\"0x01020304-0\":1}", traces.GetProperty("4byteTracer").GetRawText());
    }

    [Fact]
    public async Task Unknown_tracer_and_unknown_transaction_are_errors()
    {
        await using var rig = await RpcRig.StartAsync();
        var block = await SealContractAsync(rig);

        var tracer = await rig.CallAsync("debug_traceTransaction", $"[\"{block.Transactions[0].Hash}\",{{\"tracer\":\"x\"}}]", Cancellation);
        var transaction = await rig.CallAsync("debug_traceTransaction", $"[\"{Hash256.Zero}\"]", Cancellation);

        Assert.StartsWith("there is no tracer 'x'", tracer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("transaction not found", transaction.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Simulated_blocks_stand_on_one_another_and_nothing_of_them_stays()
    {
        await using var rig = await RpcRig.StartAsync();
        var head = await rig.Chain.SealAsync(TestKeys.A);
        var transfer = $$"""{"from":"{{TestKeys.A.Address}}","to":"{{TestKeys.B.Address}}","value":"0x5"}""";
        var request = $$"""[{"blockStateCalls":[{"calls":[{{transfer}}]},{"calls":[{{transfer}}]}],"traceTransfers":true,"returnFullTransactions":true},"latest"]""";

        var blocks = (await rig.CallAsync("eth_simulateV1", request, Cancellation)).GetProperty("result");

        Assert.Equal(2, blocks.GetArrayLength());
        Assert.Equal(head.Hash.ToString(), blocks[0].GetProperty("parentHash").GetString());
        Assert.Equal(blocks[0].GetProperty("hash").GetString(), blocks[1].GetProperty("parentHash").GetString());
        Assert.Equal(["0x0", "0x1"], blocks.EnumerateArray().Select(block => block.GetProperty("transactions")[0].GetProperty("nonce").GetString()));
        Assert.All(blocks.EnumerateArray(), block => Assert.Single(block.GetProperty("calls")[0].GetProperty("logs").EnumerateArray()));
        Assert.Equal(head.Hash, rig.Chain.Tree.Head.Hash);
        Assert.Equal("0x0", (await rig.CallAsync("eth_getBalance", $"[\"{TestKeys.B.Address}\",\"latest\"]", Cancellation)).GetProperty("result").GetString());
    }

    /// <summary>A block with the creation of a contract and a call of it.</summary>
    private static async Task<Block> SealContractAsync(RpcRig rig)
    {
        var contract = ContractAddress.Of(TestKeys.A.Address, 0);
        Assert.True(rig.Chain.Pool.Add(Transfers.Deploy(TestKeys.A, 0, Deployment), isLocal: true).IsAccepted);
        Assert.True(rig.Chain.Pool.Add(Transfers.Call(TestKeys.A, 1, contract, new byte[] { 1, 2, 3, 4 }), isLocal: true).IsAccepted);
        return await rig.Chain.SealAsync(TestKeys.A);
    }

    private static async Task<JsonElement> TraceAsync(RpcRig rig, string method, string block) =>
        (await rig.CallAsync(method, $"[{block},{{\"tracer\":\"callTracer\"}}]", Cancellation)).GetProperty("result");

    private static async Task<JsonElement> IpcAsync(RpcRig rig, string method, string parameters)
    {
        await using var stream = await rig.ConnectIpcAsync(Cancellation);
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(RpcRig.Request(method, parameters)), Cancellation);
        using var reader = new StreamReader(stream, leaveOpen: true);
        return JsonDocument.Parse((await reader.ReadLineAsync(Cancellation))!).RootElement;
    }
}
