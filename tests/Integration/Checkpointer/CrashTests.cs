using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Primitives;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>The only checkpointer of a bridge is killed twice at each place between two steps, and finishes the work from its journal.</summary>
[Trait("speed", "slow")]
public sealed class CrashTests
{
    private static readonly Address Bob = Address.FromNumber(0xb0b);

    /// <summary>By name, because the enum is not public.</summary>
    public static TheoryData<string> Points() => [.. Enum.GetNames<CrashPoint>()];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_kill_signs_nothing_twice_and_loses_no_transaction(string name)
    {
        var point = Enum.Parse<CrashPoint>(name);
        await using var rig = await BridgeRig.StartAsync(1);
        using var witness = new CrashWitness(rig, rig.Checkpointers[0], point);
        await witness.UntilAsync("the sidechain is bound", rig.IsBoundAsync);
        await rig.DepositEthAsync(Bob, BridgeRig.Ether(5_000));
        await witness.UntilAsync("the deposit is credited", async () => await rig.CreditedAsync() == 1);
        var receiver = Address.FromNumber(0xcafe);
        await rig.WithdrawEthAsync(Bob, receiver, BridgeRig.Ether(1_000));
        await witness.UntilAsync("L1 accepted the withdrawal", async () => await rig.ClaimableAsync() == 1);
        await rig.ClaimAsync(0);
        var accepted = await rig.AcceptedAsync();
        await witness.UntilAsync("the node is pinned", () => Task.FromResult(rig.Checkpointers[0].Node.Final is { } final && final.Index >= accepted));
        await witness.UntilAsync("both kills came", () => Task.FromResult(witness.Kills == CrashWitness.MaxKills));
        await witness.UntilAsync("it works again after the last one", () => Task.FromResult(witness.TicksSinceKill > 2));

        Assert.Equal(BridgeRig.Ether(1_000), await rig.L1BalanceAsync(receiver));
        Assert.Equal(BridgeRig.Ether(5_000) - BridgeRig.Ether(1_000), await rig.LockedAsync(Address.Zero));
        await witness.CheckChainsAsync();
    }
}
