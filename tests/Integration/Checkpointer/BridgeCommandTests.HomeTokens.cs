using System.Text.RegularExpressions;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Primitives;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>A token that was made on the sidechain, to L1 and back, by two RPC addresses.</summary>
public sealed partial class BridgeCommandTests
{
    [Fact]
    public async Task Tokens_of_the_sidechain_go_to_L1_as_mirrors_and_come_back()
    {
        await using var rig = await StartAsync();
        await rig.SidechainAnvil.FundAsync(_user.Address, 1);
        var token = await rig.DeployHomeTokenAsync(_user.Address, BridgeRig.Ether(10_000));

        await RefusedAsync(rig, "The sidechain has no contract", "withdraw", "--amount", "1", "--token", Receiver.ToString(), "--origin", "sidechain");
        var withdrawn = await RunAsync(rig, "withdraw", "--amount", "2.5", "--token", token.ToString(), "--fee", "0.1");
        Assert.Contains("may take exactly this amount", withdrawn, StringComparison.Ordinal);
        Assert.Contains("Withdrawal 0: 2.5 for", withdrawn, StringComparison.Ordinal);
        var mirror = Address.Parse(MirrorNamed().Match(withdrawn).Groups[1].Value);
        Assert.Equal(BridgeRig.Ether(7_500), await rig.BalanceAsync(rig.SidechainAnvil, token, _user.Address));

        await rig.UntilAsync("the withdrawal is claimable", async () => await rig.ClaimableAsync() == 1);
        Assert.Contains("is of a token of the sidechain, which always waits", await RunAsync(rig, "claim", "--index", "0"), StringComparison.Ordinal);
        Assert.Contains("queued until", await AskAsync(rig, "history", "--account", _user.Address.ToString()), StringComparison.Ordinal);
        await RefusedAsync(rig, "is queued until", "claim", "--index", "0");
        await rig.L1.AskAsync("evm_increaseTime", 24 * 3600);
        await rig.L1.MineAsync();
        Assert.Contains("Withdrawal 0: 2.5 paid to", await RunAsync(rig, "claim", "--index", "0"), StringComparison.Ordinal);
        await RefusedAsync(rig, "Withdrawal 0 was paid already.", "claim", "--index", "0");
        Assert.Equal(BridgeRig.Ether(2_500), await rig.BalanceAsync(rig.L1, mirror, _user.Address));
        Assert.Contains($"on L1: 2.5 as {mirror.ToChecksumString()}", await AskAsync(rig, "status", "--token", token.ToString()), StringComparison.Ordinal);

        Assert.Contains("1 of the mirror burnt for", await RunAsync(rig, "deposit", "--amount", "1", "--token", mirror.ToString()), StringComparison.Ordinal);
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);
        Assert.Equal(BridgeRig.Ether(8_500), await rig.BalanceAsync(rig.SidechainAnvil, token, _user.Address));
        Assert.Equal(BridgeRig.Ether(1_500), await rig.BalanceAsync(rig.L1, mirror, _user.Address));
        var status = await AskAsync(rig, "status", "--token", mirror.ToString());
        Assert.Contains("Locked on the sidechain: 1.5; on L1: 1.5", status, StringComparison.Ordinal);
        var history = await AskAsync(rig, "history", "--account", _user.Address.ToString());
        Assert.Contains($"1 of {token.ToChecksumString()} of the sidechain", history, StringComparison.Ordinal);
        Assert.Contains("paid", history, StringComparison.Ordinal);
        await WatchesAsync(rig, token, mirror);
    }

    /// <summary>The checkpointers' books agree with both chains, and notice a mirror that nothing is locked for.</summary>
    private static async Task WatchesAsync(BridgeRig rig, Address token, Address mirror)
    {
        var health = rig.Checkpointers[0].Health;
        for (var round = 0; round < 20; round++)
        {
            await rig.StepAsync(); // until what happened is final on L1 and far enough behind on the sidechain
        }

        Assert.NotEqual(HealthLevel.Red, health.Of(HealthPart.Solvency).Level);
        var supply = ((UInt256)2).ToHash256().ToString(); // slot of the mirror's total supply
        await rig.L1.AskAsync("anvil_setStorageAt", mirror.ToString(), supply, (BridgeRig.Ether(1_500) + UInt256.One).ToHash256().ToString());
        await rig.UntilAsync("the books do not agree any more", () => Task.FromResult(health.Of(HealthPart.Solvency).Level == HealthLevel.Red));
        Assert.Contains($"sidechain {token.ToChecksumString()}", health.Of(HealthPart.Solvency).Reason, StringComparison.Ordinal);
    }

    [GeneratedRegex("On L1 it is the token (0x[0-9a-fA-F]{40})")]
    private static partial Regex MirrorNamed();
}
