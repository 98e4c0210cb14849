using PoaSidechain.Primitives;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>A quorum lied (spec/bridge.md 4.6): anyone shows it by two RPC addresses, and nothing is paid on it any more.</summary>
public sealed partial class BridgeCommandTests
{
    [Fact]
    public async Task A_false_checkpoint_is_taken_back_and_a_true_one_stands()
    {
        await using var rig = await StartAsync();
        await rig.DepositEthAsync(_user.Address, BridgeRig.Ether(5_000));
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);
        await rig.WithdrawEthAsync(_user.Address, Receiver, BridgeRig.Ether(1_000));
        await rig.UntilAsync("a withdrawal is under a final checkpoint", async () =>
            await rig.ClaimableAsync() == 1 && rig.Checkpointers[0].Node.Final?.Index == await rig.AcceptedAsync(), steps: 200);
        rig.SealFromNowOn();
        await rig.MineAsync();
        foreach (var checkpointer in rig.Checkpointers)
        {
            checkpointer.IsAsleep = true; // the honest ones see nothing; their keys were stolen
        }

        await using var node = new StandInEndpoint(rig.Checkpointers[0].Node);
        var good = (await rig.HeadAsync()).Get<Hash256>("digest");
        var stolen = await rig.SubmitFalseAsync(Receiver, BridgeRig.Ether(2_000));

        // By its index: of the checkpoints before, made by a stand-in without seals, each could be shown to be false as well.
        var said = await AtAsync(rig, node, "challenge", "--index", $"{await rig.AcceptedAsync()}");
        Assert.Contains("is taken back with 0 after it: the outbox in its state holds other values", said, StringComparison.Ordinal);
        Assert.Equal(good, (await rig.HeadAsync()).Get<Hash256>("digest"));
        await Assert.ThrowsAnyAsync<Exception>(() => rig.ClaimAsync(stolen));
        await rig.ClaimAsync(0);
        Assert.Equal(BridgeRig.Ether(1_000), await rig.L1BalanceAsync(Receiver));
    }

    [Fact]
    public async Task Nothing_is_shown_against_a_true_checkpoint()
    {
        await using var rig = await StartAsync();
        await rig.DepositEthAsync(_user.Address, BridgeRig.Ether(5_000));
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);
        rig.SealFromNowOn();
        await rig.WithdrawEthAsync(_user.Address, Receiver, BridgeRig.Ether(1_000));
        await rig.UntilAsync("the withdrawal is claimable", async () => await rig.ClaimableAsync() == 1, steps: 200);
        foreach (var checkpointer in rig.Checkpointers)
        {
            checkpointer.IsAsleep = true;
        }

        await rig.MineAsync();
        await rig.SubmitAsync(await rig.WithdrawalsAsync()); // every block in it bears a seal
        await using var node = new StandInEndpoint(rig.Checkpointers[0].Node);
        var index = await rig.AcceptedAsync();

        Assert.Contains("there is nothing to show", await RefusalAsync(rig, node, "challenge", "--index", $"{index}"), StringComparison.Ordinal);
        Assert.Equal(index, await rig.AcceptedAsync());
    }
}
