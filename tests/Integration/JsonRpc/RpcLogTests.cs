using System.Text.Json;
using PoaSidechain.JsonRpc;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.JsonRpc;

/// <summary>Logs: searched within limits, and polled by filters.</summary>
public sealed class RpcLogTests
{
    // Init code that returns PUSH0, PUSH0, LOG0, STOP: a contract that writes an empty log.
    private static readonly byte[] Deployment = Hex.Decode("0x635f5fa0005f526004601cf3");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task More_logs_than_allowed_are_an_error_and_fewer_an_answer()
    {
        await using var rig = await RpcRig.StartAsync(methods: new RpcMethodOptions { MaxLogs = 2 });
        await SealLogsAsync(rig, blocks: 3);

        var two = await rig.CallAsync("eth_getLogs", """[{"fromBlock":"0x0","toBlock":"0x3"}]""", Cancellation);
        var three = await rig.CallAsync("eth_getLogs", """[{"fromBlock":"0x0","toBlock":"0x4"}]""", Cancellation);

        Assert.Equal(2, two.GetProperty("result").GetArrayLength());
        Assert.Equal("query returned more than 2 results", three.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task More_blocks_than_allowed_are_read_only_where_the_index_leads()
    {
        await using var rig = await RpcRig.StartAsync(methods: new RpcMethodOptions { MaxLogBlocks = 3 });
        await SealLogsAsync(rig, blocks: 2);
        for (var i = 0; i < 5; i++)
        {
            await rig.Chain.SealAsync(TestKeys.A);
        }

        var all = await rig.CallAsync("eth_getLogs", """[{"fromBlock":"0x0","toBlock":"latest"}]""", Cancellation);
        var byAddress = await rig.CallAsync("eth_getLogs", $$"""[{"fromBlock":"0x0","toBlock":"latest","address":"{{Contract}}"}]""", Cancellation);

        Assert.Equal("query reads more than 3 blocks, narrow the range or the filter", all.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(2, byAddress.GetProperty("result").GetArrayLength());
    }

    [Fact]
    public async Task Filters_give_changes_once_and_are_limited_in_number()
    {
        await using var rig = await RpcRig.StartAsync(methods: new RpcMethodOptions { MaxFilters = 1 });
        var filter = (await rig.CallAsync("eth_newFilter", $$"""[{"address":"{{Contract}}"}]""", Cancellation)).GetProperty("result").GetString();
        var refused = await rig.CallAsync("eth_newBlockFilter", "[]", Cancellation);
        await SealLogsAsync(rig, blocks: 2);

        var seen = 0;
        while (seen < 2)
        {
            seen += (await rig.CallAsync("eth_getFilterChanges", $"[\"{filter}\"]", Cancellation)).GetProperty("result").GetArrayLength();
        }

        Assert.Equal(2, seen);
        Assert.Equal(0, (await rig.CallAsync("eth_getFilterChanges", $"[\"{filter}\"]", Cancellation)).GetProperty("result").GetArrayLength());
        Assert.Equal(1, (await rig.CallAsync("eth_getFilterLogs", $"[\"{filter}\"]", Cancellation)).GetProperty("result").GetArrayLength());
        Assert.Equal("too many filters", refused.GetProperty("error").GetProperty("message").GetString());
        Assert.True((await rig.CallAsync("eth_uninstallFilter", $"[\"{filter}\"]", Cancellation)).GetProperty("result").GetBoolean());
        Assert.Equal("filter not found", MessageOf(await rig.CallAsync("eth_getFilterChanges", $"[\"{filter}\"]", Cancellation)));
    }

    private static Address Contract => ContractAddress.Of(TestKeys.A.Address, 0);

    private static string? MessageOf(JsonElement answer) => answer.GetProperty("error").GetProperty("message").GetString();

    /// <summary>A block with the contract, then blocks of one log each.</summary>
    private static async Task SealLogsAsync(RpcRig rig, int blocks)
    {
        Assert.True(rig.Chain.Pool.Add(Transfers.Deploy(TestKeys.A, 0, Deployment), isLocal: true).IsAccepted);
        await rig.Chain.SealAsync(TestKeys.A);
        for (var i = 1; i <= blocks; i++)
        {
            Assert.True(rig.Chain.Pool.Add(Transfers.Call(TestKeys.A, (ulong)i, Contract, default), isLocal: true).IsAccepted);
            await rig.Chain.SealAsync(TestKeys.A);
        }
    }
}
