using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Node.Commands.Bridge;
using PoaSidechain.Primitives.Bridge;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>Signers seal but do not attest (spec/bridge.md 4.5): anyone moves the Anchor by two RPC addresses, and signers follow when they are back.</summary>
public sealed partial class BridgeCommandTests
{
    [Fact]
    public async Task T39_anyone_submits_sealed_headers_after_three_days_and_signers_go_on_from_there()
    {
        await using var rig = await StartAsync();
        await rig.DepositEthAsync(_user.Address, BridgeRig.Ether(5_000));
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);
        await using var node = new StandInEndpoint(rig.Checkpointers[0].Node);
        rig.SealFromNowOn();
        await rig.WithdrawEthAsync(_user.Address, Receiver, BridgeRig.Ether(1_000));
        for (var i = 0; i < 8; i++)
        {
            await rig.MineAsync();
        }

        var before = await rig.AcceptedAsync();
        Assert.Contains("TooEarly", await RefusalAsync(rig, node, "submit-sealed"), StringComparison.Ordinal);
        await rig.L1.AskAsync("evm_increaseTime", 72 * 3600);
        await rig.L1.MineAsync();
        Assert.Contains("withdrawals are honoured 7 days later", await AtAsync(rig, node, "submit-sealed"), StringComparison.Ordinal);
        Assert.Equal(before + 1, await rig.AcceptedAsync());
        Assert.Equal(1UL, await rig.ClaimableAsync());

        await rig.UntilAsync(
            "every node derived it and is pinned to it", () => Task.FromResult(rig.Checkpointers.All(c => c.Node.Final?.Index >= before + 1)), steps: 200);
        await rig.UntilAsync("signers attested the next one", async () => await rig.AcceptedAsync() > before + 1, steps: 200);
        Assert.All(rig.Checkpointers, c => Assert.Equal(HealthLevel.Green, c.Health.Level));
    }

    [Fact]
    public async Task T39_votes_in_headers_rotate_the_set_on_both_chains_after_a_day_and_the_new_set_signs()
    {
        await using var rig = await StartAsync();
        await rig.DepositEthAsync(_user.Address, BridgeRig.Ether(5_000));
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);
        await using var node = new StandInEndpoint(rig.Checkpointers[0].Node);
        rig.SealFromNowOn();
        var dropped = rig.Checkpointers[3].Signer!.Address;
        Assert.Contains("No vote of more than half", await RefusalAsync(rig, node, "rotate"), StringComparison.Ordinal);
        rig.Sidechain.CastVotes(dropped, isAdded: false, count: 5);
        for (var i = 0; i < 8; i++)
        {
            await rig.MineAsync();
        }

        Assert.Contains("TooEarly", await RefusalAsync(rig, node, "rotate"), StringComparison.Ordinal);
        await rig.L1.AskAsync("evm_increaseTime", 24 * 3600);
        await rig.L1.MineAsync();
        var said = await AtAsync(rig, node, "rotate");
        var set = new SignerSet(rig.Checkpointers.Take(3).Select(c => c.Signer!.Address));
        Assert.Contains("left the signers on L1: 3 now", said, StringComparison.Ordinal);
        Assert.Contains("registry follows at", said, StringComparison.Ordinal);
        Assert.Equal(set.Hash, await rig.AnchorSetAsync());
        Assert.NotEqual(set.Hash, await rig.RegistrySetAsync());
        await rig.SidechainAnvil.AskAsync("evm_increaseTime", 24 * 3600);
        await rig.MineAsync();
        Assert.Contains("left the signers on the sidechain as well", await AtAsync(rig, node, "rotate"), StringComparison.Ordinal);
        Assert.Equal(set.Hash, await rig.RegistrySetAsync());
        await rig.MineAsync();
        Assert.Contains("the sidechain has L1's signers", await RefusalAsync(rig, node, "rotate"), StringComparison.Ordinal);

        rig.Checkpointers[3].IsAsleep = true;
        await rig.DepositEthAsync(_user.Address, BridgeRig.Ether(1_000));
        await rig.UntilAsync("the three attested a deposit", async () => await rig.CreditedAsync() == 2, steps: 200);
        var before = await rig.AcceptedAsync();
        await rig.WithdrawEthAsync(_user.Address, Receiver, BridgeRig.Ether(1_000));
        await rig.UntilAsync("the three attested a checkpoint", async () => await rig.AcceptedAsync() > before, steps: 200);
    }

    private Task<string> AtAsync(BridgeRig rig, StandInEndpoint node, string command, params string[] arguments) =>
        AskAtAsync(rig, node.Address, command, [.. arguments, "--key", KeyFile, "--password", PasswordFile]);

    private async Task<string> RefusalAsync(BridgeRig rig, StandInEndpoint node, string command, params string[] arguments) =>
        (await Assert.ThrowsAsync<BridgeException>(() => AtAsync(rig, node, command, arguments))).Message;
}
