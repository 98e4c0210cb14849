using System.Globalization;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Watchtower;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>
/// The adversary rig (spec/bridge.md, E3): somebody holds 2, 4 or 5 of 7 keys (less than a third, more than half, a quorum) and has L1 believe as much as it
/// will; a watchtower looks on. Reports what could be taken with the recommended limits, and how long until it was paused.
/// </summary>
public sealed class AdversaryTests(ITestOutputHelper output)
{
    private const int Signers = 7;
    private const int ADay = 86_400;

    private static readonly Address Bob = Address.FromNumber(0xb0b);
    private static readonly Address Thief = Address.FromNumber(0xbad);

    [Fact]
    public async Task E3_with_less_than_a_third_of_the_keys_nothing_is_taken_and_nobody_is_held_up()
    {
        await using var rig = await StartAsync();
        rig.Sleep(2);
        await RefuseAsync(rig, keys: 2);
        var before = await rig.AcceptedAsync();
        await rig.WithdrawEthAsync(Bob, Bob, BridgeRig.Ether(1));
        await rig.UntilAsync("the honest five go on", async () => await rig.AcceptedAsync() > before, steps: 200);

        await rig.L1.AskAsync("evm_increaseTime", ADay + 1);
        await rig.MineAsync();
        await RefuseAsync(rig, keys: 2);
        await ReportAsync(rig, "2 of 7");
        Assert.Equal(UInt256.Zero, await rig.L1BalanceAsync(Thief));
    }

    [Fact]
    public async Task E3_with_more_than_half_of_the_keys_they_stop_the_bridge_for_a_day_and_are_paused_before_their_root_is_good()
    {
        await using var rig = await StartAsync();
        rig.Sleep(4);
        await RefuseAsync(rig, keys: 4);
        var before = await rig.AcceptedAsync();
        for (var i = 0; i < 40; i++)
        {
            await rig.StepAsync();
        }

        Assert.Equal(before, await rig.AcceptedAsync());
        await rig.L1.AskAsync("evm_increaseTime", ADay + 1);
        await rig.MineAsync();
        rig.Sleep(Signers); // nobody else submits meanwhile
        var leaves = await InventAsync(rig, 20);
        await rig.L1.SendAsync(rig.Alice, rig.Identity.Anchor, await rig.SubmissionAsync(leaves, keys: 4));
        Assert.StartsWith("RootNotMature", await rig.RefusalAsync(rig.Identity.Vault, ClaimOf(rig, leaves[^1], leaves)), StringComparison.Ordinal);

        await PausedAsync(rig, "4 of 7, after a day of silence");
        await rig.L1.AskAsync("evm_increaseTime", ADay + 1);
        await rig.L1.MineAsync();
        foreach (var leaf in leaves)
        {
            await ClaimAsync(rig, leaf, leaves); // accepted by now, and all of it has to wait: claims at once are paused
        }

        await ReportAsync(rig, "4 of 7, a day later");
        Assert.Equal(UInt256.Zero, await rig.L1BalanceAsync(Thief));
    }

    [Fact]
    public async Task E3_with_a_quorum_of_the_keys_they_take_what_the_bucket_holds_and_no_more_after_the_pause()
    {
        await using var rig = await StartAsync();
        rig.Sleep(Signers);
        var locked = await rig.LockedAsync(Address.Zero);
        var leaves = await InventAsync(rig, 40);
        await rig.L1.SendAsync(rig.Alice, rig.Identity.Anchor, await rig.SubmissionAsync(leaves, keys: 5));
        foreach (var leaf in leaves)
        {
            await ClaimAsync(rig, leaf, leaves);
        }

        var atOnce = await rig.L1BalanceAsync(Thief);
        Assert.True(atOnce >= locked * 45UL / 1_000UL && atOnce <= locked * 55UL / 1_000UL, $"{atOnce} of {locked} wei");
        await PausedAsync(rig, "5 of 7");
        await rig.L1.AskAsync("evm_increaseTime", 2 * 3_600);
        await rig.L1.MineAsync();
        var queued = leaves.Last();
        Assert.NotEqual(0UL, await rig.ReleaseAtAsync(queued.Index));
        Assert.StartsWith("Paused", await rig.RefusalAsync(rig.Identity.Vault, Withdrawals.Release(queued)), StringComparison.Ordinal);
        await ReportAsync(rig, "5 of 7, two hours after the pause");
        Assert.Equal(atOnce, await rig.L1BalanceAsync(Thief));
    }

    private static async Task<BridgeRig> StartAsync()
    {
        var rig = await BridgeRig.StartAsync(Signers, limits: SpeedLimits.Recommended);
        rig.Configure = static options =>
        {
            options.Watch.Pause = true;
            options.Watch.Patience = TimeSpan.FromSeconds(4);
        };
        await rig.AddCheckpointerAsync(BridgeRig.Watchtower, signer: null);
        await rig.UntilAsync("the sidechain is bound", rig.IsBoundAsync);
        await rig.DepositEthAsync(Bob, BridgeRig.Ether(5_000));
        await rig.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);
        await rig.UntilAsync("L1 has a checkpoint with it", async () => await rig.AnchoredDepositsAsync() == 1, steps: 200);
        return rig;
    }

    /// <summary>Invented withdrawals, each of the largest amount that is paid at once, behind the true ones.</summary>
    private static async Task<List<WithdrawalLeaf>> InventAsync(BridgeRig rig, int count)
    {
        var leaves = (await rig.WithdrawalsAsync()).ToList();
        var amount = await rig.LockedAsync(Address.Zero) / 201UL; // the ledger shrinks by each
        leaves.AddRange(Enumerable.Range(leaves.Count, count).Select(index => BridgeRig.Invented(index, Thief, amount)));
        return leaves;
    }

    private static byte[] ClaimOf(BridgeRig rig, WithdrawalLeaf leaf, IReadOnlyList<WithdrawalLeaf> all) => Withdrawals.Claim(leaf, all, (ulong)all.Count, rig.Identity);

    private static Task ClaimAsync(BridgeRig rig, WithdrawalLeaf leaf, IReadOnlyList<WithdrawalLeaf> all) =>
        rig.L1.SendAsync(rig.Alice, rig.Identity.Vault, ClaimOf(rig, leaf, all));

    private static async Task RefuseAsync(BridgeRig rig, int keys)
    {
        var refusal = await rig.RefusalAsync(rig.Identity.Anchor, await rig.SubmissionAsync(await InventAsync(rig, 1), keys));
        Assert.StartsWith("QuorumNotReached", refusal, StringComparison.Ordinal);
    }

    private async Task PausedAsync(BridgeRig rig, string who)
    {
        var start = rig.Time.GetUtcNow();
        var firstBlock = await L1BlockAsync(rig);
        await rig.UntilAsync("claims at once and releases are paused", async () =>
            await rig.PausedUntilAsync(PausePart.InstantClaims) > 0 && await rig.PausedUntilAsync(PausePart.Releases) > 0);
        var blocks = await L1BlockAsync(rig) - firstBlock;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{who}: paused after {(rig.Time.GetUtcNow() - start).TotalSeconds} s (patience 4 s, rounds of 2 s), {blocks} blocks of L1"));
    }

    private async Task ReportAsync(BridgeRig rig, string who)
    {
        var taken = await rig.L1BalanceAsync(Thief);
        var share = (taken * 10_000UL / (await rig.LockedAsync(Address.Zero) + taken)).Low64 / 100.0;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{who}: taken {taken} wei, {share} % of what was locked"));
    }

    private static async Task<ulong> L1BlockAsync(BridgeRig rig) => Convert.ToUInt64((await rig.L1.AskAsync("eth_blockNumber")).GetString(), 16);
}
