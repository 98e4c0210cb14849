using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>Messages both ways by two RPC addresses: a call of a token stands for what an application would do.</summary>
public sealed partial class BridgeCommandTests
{
    [Fact]
    public async Task Messages_carry_calls_and_coin_to_the_sidechain_and_are_retried_or_sent_back()
    {
        await using var rig = await StartAsync();
        var token = await rig.DeployTokenAsync(BridgeRig.Ether(1_000));
        await rig.DepositTokenAsync(token, Receiver, BridgeRig.Ether(1_000));
        await rig.UntilAsync("the mirror exists", async () => await rig.CreditedAsync() == 1);
        await rig.SidechainAnvil.FundAsync(_user.Address, 1); // to pay for bounce
        var mirror = await rig.MirrorAsync(token);

        await RefusedAsync(rig, "not hex", "message", "--from", "l1", "--to", mirror.ToString(), "--data", "hello");
        await RefusedAsync(rig, "a message may have 16384", "message", "--from", "l1", "--to", mirror.ToString(), "--data", "0x" + new string('0', 32_770));
        await RefusedAsync(rig, "between 50000 and 5000000", "message", "--from", "l1", "--to", mirror.ToString(), "--gas", "10");
        await RefusedAsync(rig, "has no fee", "message", "--from", "l1", "--to", mirror.ToString(), "--value", "1", "--fee", "0.5");

        Assert.Contains("0 ETH and 68 bytes", await RunAsync(rig, "message", "--from", "l1", "--to", mirror.ToString(), "--data", Approval), StringComparison.Ordinal);
        await RunAsync(rig, "message", "--from", "l1", "--to", Receiver.ToString(), "--value", "0.75");
        await RunAsync(rig, "message", "--from", "l1", "--to", mirror.ToString(), "--value", "0.5", "--data", Approval); // takes no coin
        await rig.UntilAsync("all three were tried", async () => await rig.CreditedAsync() == 4);
        Assert.Equal(UInt256.One, await rig.AllowanceAsync(rig.SidechainAnvil, mirror, Predeploys.Executor, Receiver));
        Assert.Equal(BridgeRig.Ether(750), await rig.SidechainBalanceAsync(Receiver));

        await RefusedAsync(rig, "Deposit 2 is not one that failed", "retry", "--nonce", "2");
        await RefusedAsync(rig, "CallFailed", "retry", "--nonce", "3");
        await RefusedAsync(rig, "TooEarlyToBounce", "bounce", "--nonce", "3");
        await rig.SidechainAnvil.AskAsync("evm_increaseTime", 7 * 24 * 3600);
        Assert.Contains("goes back as withdrawal 0", await RunAsync(rig, "bounce", "--nonce", "3"), StringComparison.Ordinal);
        var history = await AskAsync(rig, "history", "--account", _user.Address.ToString());
        Assert.Contains("message with 0.75 ETH", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_to_L1_wait_and_are_delivered_exactly_once()
    {
        await using var rig = await StartAsync();
        var token = await rig.DeployTokenAsync(BridgeRig.Ether(1_000));
        await rig.DepositEthAsync(_user.Address, BridgeRig.Ether(5_000));
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);

        var sent = await RunAsync(rig, "message", "--from", "sidechain", "--to", token.ToString(), "--data", Approval);
        Assert.Contains("Message to L1, withdrawal 0", sent, StringComparison.Ordinal);
        await RunAsync(rig, "message", "--from", "sidechain", "--to", Receiver.ToString(), "--value", "2", "--fee", "0.25", "--data", "0x01");
        await rig.UntilAsync("both are in a checkpoint", async () => await rig.ClaimableAsync() == 2);
        Assert.Contains("is a message, which always waits", await RunAsync(rig, "claim", "--index", "0"), StringComparison.Ordinal);
        await RunAsync(rig, "claim", "--index", "1");
        await RefusedAsync(rig, "is queued until", "claim", "--index", "0");
        await rig.L1.AskAsync("evm_increaseTime", 24 * 3600);
        await rig.L1.MineAsync();
        Assert.Contains("was delivered to", await RunAsync(rig, "claim", "--index", "0"), StringComparison.Ordinal);
        Assert.Contains("was delivered to", await RunAsync(rig, "claim", "--index", "1"), StringComparison.Ordinal);
        Assert.Equal(UInt256.One, await rig.AllowanceAsync(rig.L1, token, await rig.ExecutorAsync(), Receiver));
        Assert.Equal(BridgeRig.Ether(1_750), await rig.L1BalanceAsync(Receiver));
        Assert.Equal(BridgeRig.Ether(3_000), await rig.LockedAsync(Address.Zero));
        await RefusedAsync(rig, "was delivered or sent back already", "claim", "--index", "0");
        Assert.Contains("delivered or sent back", await AskAsync(rig, "history", "--account", _user.Address.ToString()), StringComparison.Ordinal);
    }

    /// <summary>approve(Receiver, 1): whoever makes the call lets Receiver take one unit.</summary>
    private static string Approval => Hex.Encode(Artifacts.Load("TestToken").Abi.Function("approve").EncodeCall(Receiver, UInt256.One));
}
