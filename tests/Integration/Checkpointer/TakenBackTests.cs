using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Primitives;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>L1 takes a checkpoint back (spec/bridge.md, 4.6): signers go on from the last good one, under the indices that L1 gives.</summary>
/// <remarks>
/// The stand-in's headers bear no seals, and the Anchor's companion is right to call that false. So real evidence can be shown against
/// checkpoints that the signers' nodes agree with: the harder case, because they have signed and pinned them.
/// </remarks>
public sealed class TakenBackTests
{
    private static readonly Address Bob = Address.FromNumber(0xb0b);

    [Fact]
    public async Task Signers_go_on_from_the_last_good_checkpoint()
    {
        await using var rig = await BridgeRig.StartAsync(4);
        await rig.UntilAsync("the sidechain is bound", rig.IsBoundAsync);
        await rig.DepositEthAsync(Bob, BridgeRig.Ether(5_000));
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);
        await rig.UntilAsync("two checkpoints are final everywhere", () => Task.FromResult(rig.Checkpointers.All(c => c.Node.Final?.Index >= 2)), steps: 200);

        var taken = await rig.AcceptedAsync();
        var good = await rig.TakeNewestBackAsync();
        var head = await rig.HeadAsync();
        Assert.Equal(taken + 1, head.Get<ulong>("index"));
        Assert.Equal(rig.Identity.Digest(good), head.Get<Hash256>("digest"));

        await rig.WithdrawEthAsync(Bob, Bob, BridgeRig.Ether(1_000));
        await rig.UntilAsync("the withdrawal is claimable", async () => await rig.ClaimableAsync() == 1, steps: 200);
        Assert.True(await rig.AcceptedAsync() >= taken + 2);
        var accepted = await rig.AcceptedAsync();
        await rig.UntilAsync("it is final everywhere", () => Task.FromResult(rig.Checkpointers.All(c => c.Node.Final?.Index >= accepted)), steps: 200);
        await rig.ClaimAsync(0);
        Assert.Equal(BridgeRig.Ether(1_000), await rig.L1BalanceAsync(Bob));
        Assert.All(rig.Checkpointers, c => Assert.Equal(HealthLevel.Green, c.Health.Level));
    }
}
