using PoaSidechain.Node.Commands.Bridge;
using PoaSidechain.Primitives;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary><c>poa bridge challenge</c> (spec/bridge.md 4.6): a false checkpoint is taken back by anyone with a sidechain node, a true one is not.</summary>
public sealed partial class BridgeCommandTests
{
    private static readonly Address Thief = Address.FromNumber(0xbad);

    [Fact]
    public async Task A_checkpoint_with_an_invented_withdrawal_is_taken_back_by_a_proof_of_the_state()
    {
        await using var rig = await StartSealedAsync();
        await using var node = new StandInEndpoint(rig.Checkpointers[0].Node);
        var good = await rig.HeadAsync();
        var leaf = await rig.SubmitFalseAsync(Thief, BridgeRig.Ether(1_000));
        var accused = await rig.AcceptedAsync();
        Assert.Contains("back: state", await ChallengeAsync(rig, node, accused), StringComparison.Ordinal);
        Assert.Equal(good.Get<Hash256>("digest"), (await rig.HeadAsync()).Get<Hash256>("digest"));
        await Assert.ThrowsAnyAsync<Exception>(() => rig.ClaimAsync(leaf));
        Assert.Equal(UInt256.Zero, await rig.L1BalanceAsync(Thief));
        Assert.Contains("was taken back already", await ChallengeRefusalAsync(rig, node, accused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_true_checkpoint_is_left_alone_and_so_is_what_does_not_exist()
    {
        await using var rig = await StartSealedAsync();
        await using var node = new StandInEndpoint(rig.Checkpointers[0].Node);
        var head = await rig.HeadAsync();
        Assert.Contains("is true: its header, state and blocks", await ChallengeRefusalAsync(rig, node, head.Get<ulong>("index")), StringComparison.Ordinal);
        Assert.Contains("There is no checkpoint 99", await ChallengeRefusalAsync(rig, node, 99), StringComparison.Ordinal);
        Assert.Equal(head.Get<Hash256>("digest"), (await rig.HeadAsync()).Get<Hash256>("digest"));
    }

    [Fact]
    public async Task Checkpoints_of_blocks_that_nobody_sealed_are_taken_back_with_all_that_follow()
    {
        await using var rig = await StartAsync();
        await rig.DepositEthAsync(_user.Address, BridgeRig.Ether(5_000));
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);
        await rig.UntilAsync("a checkpoint is accepted", async () => await rig.AcceptedAsync() >= 1, steps: 200);
        await using var node = new StandInEndpoint(rig.Checkpointers[0].Node);
        var first = await rig.AcceptedAsync();
        await rig.WithdrawEthAsync(_user.Address, Receiver, BridgeRig.Ether(1_000));
        await rig.UntilAsync("another is", async () => await rig.AcceptedAsync() > first, steps: 200);
        Assert.Contains($"L1 took the checkpoints {first} to", await ChallengeAsync(rig, node, first), StringComparison.Ordinal);
        Assert.True(await rig.AcceptedAsync() > first + 1);
    }

    [Fact]
    public async Task A_block_within_the_range_that_nobody_sealed_is_shown_by_its_path()
    {
        await using var rig = await StartAsync();
        await rig.DepositEthAsync(_user.Address, BridgeRig.Ether(5_000));
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);
        await using var node = new StandInEndpoint(rig.Checkpointers[0].Node);
        await rig.MineAsync();
        rig.SealFromNowOn();
        await rig.MineAsync();
        await rig.SubmitAsync(await rig.WithdrawalsAsync()); // its last block is sealed, those before are not
        Assert.Contains("back: seal", await ChallengeAsync(rig, node, await rig.AcceptedAsync()), StringComparison.Ordinal);
    }

    /// <summary>A bridge whose newest checkpoint covers sealed blocks only, with signers that attest no more.</summary>
    private async Task<BridgeRig> StartSealedAsync()
    {
        var rig = await StartAsync();
        await rig.DepositEthAsync(_user.Address, BridgeRig.Ether(5_000));
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);
        rig.SealFromNowOn();
        var sealedFrom = rig.Sidechain.Head.Number;
        await rig.UntilAsync("all before is in a checkpoint", async () => (await rig.HeadAsync()).Get<ulong>("lastBlock") > sealedFrom, steps: 200);
        var before = await rig.AcceptedAsync();
        await rig.WithdrawEthAsync(_user.Address, Receiver, BridgeRig.Ether(1_000));
        await rig.UntilAsync("a checkpoint of sealed blocks is accepted", async () => await rig.AcceptedAsync() > before, steps: 200);
        foreach (var checkpointer in rig.Checkpointers)
        {
            checkpointer.IsAsleep = true;
        }

        await rig.MineAsync();
        return rig;
    }

    private Task<string> ChallengeAsync(BridgeRig rig, StandInEndpoint node, ulong index) => AskAtAsync(
        rig, node.Address, "challenge", "--index", index.ToString(System.Globalization.CultureInfo.InvariantCulture), "--key", KeyFile, "--password", PasswordFile);

    private async Task<string> ChallengeRefusalAsync(BridgeRig rig, StandInEndpoint node, ulong index) =>
        (await Assert.ThrowsAsync<BridgeException>(() => ChallengeAsync(rig, node, index))).Message;
}
