using PoaSidechain.Primitives;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>The whole way on two real chains: bind, deposit, credit, withdraw, checkpoint, claim.</summary>
public sealed class StraightWayTests
{
    private static readonly Address Bob = Address.FromNumber(0xb0b);

    [Fact]
    public async Task Binds_credits_deposits_and_pays_withdrawals()
    {
        await using var rig = await BridgeRig.StartAsync(4);
        await rig.UntilAsync("the sidechain is bound", rig.IsBoundAsync);

        var token = await rig.DeployTokenAsync(1_000);
        await rig.DepositEthAsync(Bob, BridgeRig.Ether(5_000));
        await rig.DepositTokenAsync(token, Bob, 400);
        await rig.UntilAsync("both deposits are credited", async () => await rig.CreditedAsync() == 2);
        Assert.Equal(BridgeRig.Ether(5_000), await rig.SidechainBalanceAsync(Bob));
        Assert.Equal((UInt256)400, await rig.MirrorBalanceAsync(token, Bob));

        var receiver = Address.FromNumber(0xcafe);
        await rig.WithdrawTokenAsync(token, Bob, receiver, 150);
        await rig.WithdrawEthAsync(Bob, receiver, BridgeRig.Ether(1_000));
        await rig.UntilAsync("L1 accepted a checkpoint with both withdrawals", async () => await rig.ClaimableAsync() == 2);
        await rig.ClaimAsync(1);
        await rig.ClaimAsync(0);
        Assert.Equal(BridgeRig.Ether(1_000), await rig.L1BalanceAsync(receiver));
        Assert.Equal(BridgeRig.Ether(4_000), await rig.LockedAsync(Address.Zero));
        Assert.Equal((UInt256)250, await rig.LockedAsync(token));

        var accepted = await rig.AcceptedAsync();
        await rig.UntilAsync("every node is pinned to the accepted checkpoint", () =>
            Task.FromResult(rig.Checkpointers.All(c => c.Node.Final is { } final && final.Index >= accepted)));
        Assert.All(rig.Checkpointers, c => Assert.Equal(rig.Sidechain.At(c.Node.Final!.Value.Number)!.Hash, c.Node.Final!.Value.Hash));
        Assert.All(rig.Checkpointers, c => Assert.Equal(PoaSidechain.Checkpointer.Health.HealthLevel.Green, c.Health.Level));
    }
}
