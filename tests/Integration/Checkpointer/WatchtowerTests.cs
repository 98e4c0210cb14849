using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Watchtower;
using PoaSidechain.Primitives;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>The watchtower on two real chains (spec/bridge.md T01, T38, T45, T46): sees what a stolen quorum does and pauses before it pays; is silent when all is well.</summary>
public sealed class WatchtowerTests(ITestOutputHelper output)
{
    private static readonly Address Bob = Address.FromNumber(0xb0b);
    private static readonly Address Thief = Address.FromNumber(0xbad);

    [Fact]
    public async Task T45_a_false_checkpoint_of_a_stolen_quorum_is_seen_and_paused_before_its_claim_pays()
    {
        await using var rig = await StartAsync(pause: true);
        var watchtower = rig.Checkpointers[^1];
        await SettleAsync(rig);
        rig.Sleep();

        var leaf = await rig.SubmitFalseAsync(Thief, BridgeRig.Ether(1_000));
        var acceptedAt = rig.Time.GetUtcNow();
        await rig.UntilAsync("claims are paused", async () => await rig.PausedUntilAsync(PausePart.InstantClaims) > await TimeAsync(rig));
        var seconds = (rig.Time.GetUtcNow() - acceptedAt).TotalSeconds;
        output.WriteLine($"paused {seconds} s after the false checkpoint (patience 4 s, rounds of 2 s); {await rig.BucketAsync(Address.Zero)} of {await rig.LockedAsync(Address.Zero)} wei could have left until then");
        Assert.InRange(seconds, 4, 10);

        Assert.Equal(HealthLevel.Red, watchtower.Health.Of(HealthPart.Finality).Level);
        await rig.UntilAsync("all is paused", async () =>
            await rig.PausedUntilAsync(PausePart.Releases) > 0 && await rig.PausedUntilAsync(PausePart.Checkpoints) > 0 && await rig.PausedUntilAsync(PausePart.Deposits) > 0);
        string[] order = [.. rig.Log.Split('\n').Where(line => line.Contains("Critical 9530: Pausing ", StringComparison.Ordinal)).Select(line => line.Split(' ')[4])];
        Assert.Equal(["InstantClaims", "Releases", "Checkpoints", "Deposits"], order);
        await rig.ClaimAsync(leaf);
        Assert.Equal(UInt256.Zero, await rig.L1BalanceAsync(Thief));
        Assert.NotEqual(0UL, await rig.ReleaseAtAsync(leaf.Index));
    }

    [Fact]
    public async Task T01_without_leave_to_pause_it_only_alarms_and_the_thief_gets_what_the_bucket_holds()
    {
        await using var rig = await StartAsync(pause: false);
        var watchtower = rig.Checkpointers[^1];
        await SettleAsync(rig);
        rig.Sleep();

        var leaf = await rig.SubmitFalseAsync(Thief, BridgeRig.Ether(1_000));
        await rig.UntilAsync("the alarm is raised", () => Task.FromResult(watchtower.Health.Of(HealthPart.Finality).Level == HealthLevel.Red));
        await rig.ClaimAsync(leaf);
        Assert.Equal(BridgeRig.Ether(1_000), await rig.L1BalanceAsync(Thief));
        Assert.Equal(0UL, await rig.PausedUntilAsync(PausePart.InstantClaims));
    }

    [Fact]
    public async Task T45_a_true_checkpoint_on_top_does_not_hide_a_false_one()
    {
        await using var rig = await StartAsync(pause: true);
        var watchtower = rig.Checkpointers[^1];
        await SettleAsync(rig);
        rig.Sleep();
        watchtower.IsAsleep = true;
        await rig.SubmitFalseAsync(Thief, BridgeRig.Ether(1));
        var index = await rig.AcceptedAsync();
        await rig.WithdrawEthAsync(Bob, Bob, BridgeRig.Ether(1));
        await rig.WithdrawEthAsync(Bob, Bob, BridgeRig.Ether(1));
        await rig.MineAsync();
        await rig.SubmitAsync(await rig.WithdrawalsAsync());
        watchtower.IsAsleep = false;

        await rig.UntilAsync("claims are paused", async () => await rig.PausedUntilAsync(PausePart.InstantClaims) > 0);
        Assert.Contains($"accepted checkpoint {index} ", watchtower.Health.Of(HealthPart.Finality).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T46_money_that_left_unseen_is_an_alarm_and_a_pause()
    {
        await using var rig = await StartAsync(pause: true);
        var watchtower = rig.Checkpointers[^1];
        await SettleAsync(rig);
        await rig.UntilAsync("the books are open", () => Task.FromResult(watchtower.Health.Level == HealthLevel.Green));

        await rig.L1.AskAsync("anvil_setBalance", rig.Identity.Vault.ToString(), Hex.Quantity(BridgeRig.Ether(4_000)));
        await rig.UntilAsync("claims are paused", async () => await rig.PausedUntilAsync(PausePart.InstantClaims) > 0);
        Assert.Equal(HealthLevel.Red, watchtower.Health.Of(HealthPart.Solvency).Level);
    }

    [Fact]
    public async Task T46_an_event_that_an_endpoint_left_out_is_read_again_and_alarms_nobody()
    {
        await using var rig = await StartAsync(pause: true);
        var watchtower = rig.Checkpointers[^1];
        var isLying = true;
        watchtower.L1Endpoints = () => [Forgetful(rig, () => isLying), rig.NewL1Client()];
        await SettleAsync(rig);
        await rig.UntilAsync("the books are open", () => Task.FromResult(watchtower.Health.Level == HealthLevel.Green));
        isLying = false;

        Assert.DoesNotContain("does not add up", rig.Log, StringComparison.Ordinal);
        Assert.Equal(0UL, await rig.PausedUntilAsync(PausePart.InstantClaims));
    }

    /// <summary>An endpoint that knows of no deposit.</summary>
    private static ChainClient Forgetful(BridgeRig rig, Func<bool> isLying) => new(new RpcClient(
        new LyingTransport(new HttpRpcTransport(rig.L1.Address, null))
        {
            Lie = (call, result) => isLying() && call["method"]!.GetValue<string>() == "eth_getLogs" ? new JsonArray() : result,
        },
        TimeSpan.FromSeconds(30)));

    [Fact]
    public async Task T38_two_seals_and_imitated_deposits_are_alarms_and_no_pause()
    {
        await using var rig = await StartAsync(pause: true);
        var watchtower = rig.Checkpointers[^1];
        await SettleAsync(rig);
        watchtower.Node.Equivocators.Add(rig.Checkpointers[0].Signer!.Address);
        var topic = Artifacts.Load("Vault").Abi.Event("Deposited").Topic;
        await rig.L1.SendAsync(rig.Alice, null, Hex.Decode("7f" + Hex.Encode(topic.Bytes)[2..] + "60006000a100")); // LOG1 of nothing, while it is created

        await rig.UntilAsync("both are seen", () => Task.FromResult(
            watchtower.Health.Of(HealthPart.Equivocation).Level == HealthLevel.Red && watchtower.Health.Of(HealthPart.LookAlikes).Level == HealthLevel.Yellow));
        Assert.Contains(rig.Checkpointers[0].Signer!.Address.ToChecksumString(), watchtower.Health.Of(HealthPart.Equivocation).Reason, StringComparison.Ordinal);
        Assert.Equal(0UL, await rig.PausedUntilAsync(PausePart.InstantClaims));
    }

    [Fact]
    public async Task T26_events_of_other_contracts_on_both_chains_are_counted_and_credited_nowhere()
    {
        await using var rig = await StartAsync(pause: true);
        var watchtower = rig.Checkpointers[^1];
        await SettleAsync(rig);
        await rig.UntilAsync("it watches", () => Task.FromResult(watchtower.Health.Level == HealthLevel.Green));
        var imitator = Address.FromNumber(0xfa15e);
        await rig.SidechainAnvil.AskAsync("anvil_impersonateAccount", Bob.ToString());
        (string Contract, string Event, Anvil Chain, Address Sender)[] kinds =
        [
            ("Vault", "Deposited", rig.L1, rig.Alice),
            ("MirrorBridge", "MirrorCreated", rig.L1, rig.Alice),
            ("Outbox", "WithdrawalAppended", rig.SidechainAnvil, Bob),
            ("SideMessenger", "MessageSent", rig.SidechainAnvil, Bob),
            ("NftBridge", "NftsWithdrawn", rig.SidechainAnvil, Bob),
            ("MirrorFactory", "MirrorCreated", rig.SidechainAnvil, Bob),
            ("NftMirrorFactory", "NftMirrorCreated", rig.SidechainAnvil, Bob),
        ];
        foreach (var (contract, name, chain, sender) in kinds)
        {
            // LOG4 of 512 words of nothing: a deposit to Bob of what its reader likes.
            var topic = Hex.Encode(Artifacts.Load(contract).Abi.Event(name).Topic.Bytes)[2..];
            await chain.AskAsync("anvil_setCode", imitator.ToString(), "0x" + "73" + Hex.Encode(Bob.Bytes)[2..] + "600160007f" + topic + "6140006000a400");
            await chain.SendAsync(sender, imitator, default);
        }

        var (credited, claimable, bob) = (await rig.CreditedAsync(), await rig.ClaimableAsync(), await rig.SidechainBalanceAsync(Bob));
        await rig.UntilAsync("all are counted", () => Task.FromResult(kinds.All(k => watchtower.Imitated((k.Chain == rig.L1 ? "L1" : "sidechain", k.Event)) == 1)), steps: 100);
        Assert.Equal(kinds.Length, watchtower.Imitations);
        Assert.Equal(HealthLevel.Yellow, watchtower.Health.Of(HealthPart.LookAlikes).Level);
        Assert.Contains($"{imitator.ToChecksumString()} on L1", watchtower.Health.Of(HealthPart.LookAlikes).Reason, StringComparison.Ordinal);
        Assert.Contains($"{imitator.ToChecksumString()} on sidechain", watchtower.Health.Of(HealthPart.LookAlikes).Reason, StringComparison.Ordinal);
        for (var round = 0; round < 10; round++)
        {
            await rig.StepAsync();
        }

        Assert.Equal((credited, claimable, bob), (await rig.CreditedAsync(), await rig.ClaimableAsync(), await rig.SidechainBalanceAsync(Bob)));
        Assert.Equal(kinds.Length, watchtower.Imitations);
        Assert.Equal(0UL, await rig.PausedUntilAsync(PausePart.InstantClaims));
    }

    [Fact]
    public async Task It_is_silent_while_all_is_well()
    {
        await using var rig = await StartAsync(pause: true);
        var watchtower = rig.Checkpointers[^1];
        await SettleAsync(rig);
        await rig.WithdrawEthAsync(Bob, Bob, BridgeRig.Ether(1_000));
        await rig.UntilAsync("the withdrawal is claimable", async () => await rig.ClaimableAsync() == 1, steps: 200);
        await rig.ClaimAsync(0);
        var accepted = await rig.AcceptedAsync();
        await rig.UntilAsync(
            "it has looked at all of them", () => Task.FromResult(rig.Log.Contains($"Checkpoint {accepted} ", StringComparison.Ordinal) && watchtower.Health.Level == HealthLevel.Green), steps: 100);

        Assert.DoesNotContain($"{BridgeRig.Watchtower} Critical", rig.Log, StringComparison.Ordinal);
        Assert.Equal(0UL, await rig.PausedUntilAsync(PausePart.InstantClaims));
    }

    private static async Task<BridgeRig> StartAsync(bool pause)
    {
        var rig = await BridgeRig.StartAsync(4);
        rig.Configure = options =>
        {
            options.Watch.Pause = pause;
            options.Watch.Patience = TimeSpan.FromSeconds(4);
        };
        await rig.AddCheckpointerAsync(BridgeRig.Watchtower, signer: null);
        return rig;
    }

    private static async Task SettleAsync(BridgeRig rig)
    {
        await rig.UntilAsync("the sidechain is bound", rig.IsBoundAsync);
        await rig.DepositEthAsync(Bob, BridgeRig.Ether(5_000));
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);
        await rig.UntilAsync("a checkpoint is final", () => Task.FromResult(rig.Checkpointers[0].Node.Final?.Index >= 1), steps: 200);
        await rig.UntilAsync("L1 has the deposit", async () => (await rig.HeadAsync()).Get<ulong>("index") >= 1);
    }

    private static async Task<ulong> TimeAsync(BridgeRig rig) =>
        Convert.ToUInt64((await rig.L1.AskAsync("eth_getBlockByNumber", "latest", false)).GetProperty("timestamp").GetString(), 16);
}
