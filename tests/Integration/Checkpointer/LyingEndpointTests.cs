using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Primitives;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>L1 endpoints that lie (T42) and a checkpoint that one's own node does not derive (T43).</summary>
public sealed class LyingEndpointTests
{
    private static readonly Address Bob = Address.FromNumber(0xb0b);

    [Fact]
    public async Task T42_one_liar_of_three_is_quarantined_and_the_others_suffice()
    {
        await using var rig = await BridgeRig.StartAsync(4);
        foreach (var checkpointer in rig.Checkpointers)
        {
            checkpointer.L1Endpoints = () => [rig.NewL1Client(), rig.NewL1Client(), Liar(rig)];
        }

        await rig.UntilAsync("the sidechain is bound", rig.IsBoundAsync);
        await rig.DepositEthAsync(Bob, BridgeRig.Ether(1_000));
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);

        Assert.Equal(BridgeRig.Ether(1_000), await rig.SidechainBalanceAsync(Bob));
        Assert.All(rig.Checkpointers, c => Assert.Contains(c.Health.Reasons(), r => r.Part == HealthPart.L1 && r.Reason.Contains("contradict", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task T42_a_liar_and_one_that_is_gone_leave_too_few_and_nothing_is_signed()
    {
        await using var rig = await BridgeRig.StartAsync(4);
        await rig.UntilAsync("the sidechain is bound", rig.IsBoundAsync);
        var accepted = await rig.AcceptedAsync();
        foreach (var checkpointer in rig.Checkpointers)
        {
            checkpointer.L1Endpoints = () => [rig.NewL1Client(), Liar(rig), Gone()];
            checkpointer.Kill();
        }

        await rig.DepositEthAsync(Bob, BridgeRig.Ether(1_000));
        for (var i = 0; i < 60; i++)
        {
            await rig.StepAsync();
        }

        Assert.Equal(0UL, await rig.CreditedAsync());
        Assert.Equal(accepted, await rig.AcceptedAsync());
        Assert.All(rig.Checkpointers, c => Assert.NotEqual(HealthLevel.Green, c.Health.Level));
    }

    [Fact]
    public async Task T42_one_of_three_that_names_another_chain_stops_nobody_from_starting()
    {
        await using var rig = await BridgeRig.StartAsync(4);
        foreach (var checkpointer in rig.Checkpointers)
        {
            checkpointer.L1Endpoints = () => [OtherChain(rig), rig.NewL1Client(), rig.NewL1Client()];
        }

        await rig.UntilAsync("the sidechain is bound", rig.IsBoundAsync);
    }

    [Fact]
    public async Task T42_two_of_three_that_name_another_chain_leave_too_few_and_it_says_so_and_stops()
    {
        await using var rig = await BridgeRig.StartAsync(4);
        rig.Checkpointers[0].L1Endpoints = () => [OtherChain(rig), OtherChain(rig), rig.NewL1Client()];

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(rig.Checkpointers[0].TickAsync);

        Assert.Contains("has chain id 4242, the deployment file says", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T43_what_the_own_node_does_not_derive_is_never_pinned_and_the_others_go_on()
    {
        await using var rig = await BridgeRig.StartAsync(4);
        await rig.UntilAsync("the sidechain is bound", rig.IsBoundAsync);
        var odd = rig.Checkpointers[3];
        var before = odd.Node.Final;
        odd.Node.Lie = (method, answer) => method == "clique_getSignersAtHash" ? new JsonArray(Bob.ToString()) : answer;
        odd.Kill(); // it must not remember better
        await rig.DepositEthAsync(Bob, BridgeRig.Ether(1_000));
        await rig.UntilAsync(
            "the others are pinned", () => Task.FromResult(rig.Checkpointers.Take(3).All(c => c.Node.Final?.Index > (before?.Index ?? 0) + 1)), steps: 200);

        Assert.Equal(before, odd.Node.Final);
        Assert.Equal(HealthLevel.Red, odd.Health.Level);
    }

    /// <summary>Names a finalized block that never was, with a hash that fits it.</summary>
    private static ChainClient Liar(BridgeRig rig) => Lying(rig, static (method, result) =>
    {
        if (method == "eth_getBlockByNumber" && result is JsonObject block && block["number"]!.GetValue<string>() != "0x0")
        {
            var header = HeaderJson.Read(JsonSerializer.SerializeToElement(block));
            block["gasUsed"] = Hex.Quantity(header.GasUsed + 1);
            block["hash"] = (header with { GasUsed = header.GasUsed + 1 }).Hash.ToString();
        }

        return result;
    });

    private static ChainClient OtherChain(BridgeRig rig) => Lying(rig, static (method, result) => method == "eth_chainId" ? "0x1092" : result);

    private static ChainClient Gone() => new(RpcClient.Create("http://127.0.0.1:1", TimeSpan.FromSeconds(1)));

    private static ChainClient Lying(BridgeRig rig, Func<string, JsonNode?, JsonNode?> lie) => new(new RpcClient(
        new LyingTransport(new HttpRpcTransport(rig.L1.Address, null)) { Lie = (call, result) => lie(call["method"]!.GetValue<string>(), result) }, TimeSpan.FromSeconds(30)));
}
