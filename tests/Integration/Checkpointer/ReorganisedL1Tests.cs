using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Primitives;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>L1 leaves blocks again before they are final (spec/bridge.md T35, T36): no deposit is credited that is gone, no checkpoint is lost.</summary>
public sealed class ReorganisedL1Tests
{
    private const int SlotsInAnEpoch = 32; // as on Ethereum: 64 blocks until finality

    private static readonly Address Bob = Address.FromNumber(0xb0b);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    public async Task T35_a_deposit_that_L1_left_is_not_credited_and_the_one_in_its_place_is(int depth)
    {
        await using var rig = await StartAsync();
        await rig.DepositEthAsync(Bob, BridgeRig.Ether(5_000));
        await rig.L1.MineAsync(depth - 1);
        await rig.StepAsync();
        await ReorganiseAsync(rig, depth + 1); // the step made a block, too
        Assert.Equal(UInt256.Zero, await rig.LockedAsync(Address.Zero));

        await rig.DepositEthAsync(Bob, BridgeRig.Ether(2_000));
        await rig.L1.MineAsync(2 * SlotsInAnEpoch);
        await rig.UntilAsync("the deposit that stayed is credited", async () => await rig.CreditedAsync() == 1, steps: 100);
        Assert.Equal(BridgeRig.Ether(2_000), await rig.SidechainBalanceAsync(Bob));
        Assert.All(rig.Checkpointers, c => Assert.Equal(HealthLevel.Green, c.Health.Level));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    public async Task T36_a_checkpoint_that_L1_left_is_brought_again(int depth)
    {
        await using var rig = await StartAsync();
        await rig.DepositEthAsync(Bob, BridgeRig.Ether(5_000));
        await rig.L1.MineAsync(2 * SlotsInAnEpoch);
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1, steps: 100);
        var before = await rig.AcceptedAsync();
        await rig.UntilAsync("the next checkpoint is accepted", async () => await rig.AcceptedAsync() > before, steps: 200);
        var accepted = await rig.AcceptedAsync();
        await rig.L1.MineAsync(depth - 1);
        await ReorganiseAsync(rig, depth + 1); // the step after the acceptance made a block
        Assert.True(await rig.AcceptedAsync() < accepted);

        await rig.UntilAsync("it is accepted again", async () => await rig.AcceptedAsync() >= accepted, steps: 200);
        await rig.WithdrawEthAsync(Bob, Bob, BridgeRig.Ether(1_000));
        await rig.UntilAsync("a withdrawal is claimable", async () => await rig.ClaimableAsync() == 1, steps: 200);
        await rig.ClaimAsync(0);
        await rig.L1.MineAsync(2 * SlotsInAnEpoch);
        await rig.UntilAsync("every node is pinned", () => Task.FromResult(rig.Checkpointers.All(c => c.Node.Final?.Index >= accepted)), steps: 100);
        Assert.Equal(BridgeRig.Ether(1_000), await rig.L1BalanceAsync(Bob));
        Assert.All(rig.Checkpointers, c => Assert.Equal(HealthLevel.Green, c.Health.Level));
    }

    private static async Task<BridgeRig> StartAsync()
    {
        var rig = await BridgeRig.StartAsync(4, SlotsInAnEpoch);
        await rig.UntilAsync("the sidechain is bound", rig.IsBoundAsync);
        return rig;
    }

    /// <summary>The newest blocks are replaced by as many empty ones; their transactions are forgotten, also by the pool.</summary>
    private static Task ReorganiseAsync(BridgeRig rig, int depth) => rig.L1.AskAsync("anvil_reorg", depth, new JsonArray());
}
