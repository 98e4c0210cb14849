using PoaSidechain.Console.Chains;
using PoaSidechain.Primitives;
using Xunit;

namespace PoaSidechain.Tests.Unit.Console;

/// <summary>What the console says of the chain, from its blocks alone.</summary>
public sealed class HealthTests
{
    private static readonly Address[] Signers = [.. Enumerable.Range(1, 4).Select(i => Address.FromNumber((ulong)i))];
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public void All_well_while_every_signer_takes_its_turn()
    {
        var view = Chain(40, number => Signers[number % 4]);

        var health = Health.Of(view, Start.AddSeconds(2 * 40));

        Assert.Equal(HealthLevel.Good, health.Level);
        Assert.Contains("All 4 signers seal", health.Sentence, StringComparison.Ordinal);
        Assert.Contains("1 may be lost", health.Sentence, StringComparison.Ordinal);
        Assert.All(SignerRow.Of(view), row => Assert.Equal((4, 4, 0, 100), (row.Turns, row.InTurn, row.OutOfTurn, row.Share)));
    }

    [Fact]
    public void A_missing_signer_is_counted_and_named()
    {
        // The third signer is down: the next one seals out of its turn.
        var view = Chain(66, number => number % 4 == 2 ? Signers[3] : Signers[number % 4]);

        var health = Health.Of(view, Start.AddSeconds(2 * 66));
        var missing = Assert.Single(SignerRow.Of(view), row => row.IsMissing);

        Assert.Equal(Signers[2], missing.Signer);
        Assert.Equal(HealthLevel.Warning, health.Level);
        Assert.Contains("without 1 of 4 signers; 0 more may be lost", health.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, HealthLevel.Good)]
    [InlineData(11, HealthLevel.Warning)]
    [InlineData(31, HealthLevel.Bad)]
    internal void A_head_that_grows_old_is_late_and_then_a_standstill(int seconds, HealthLevel level)
    {
        var view = Chain(40, number => Signers[number % 4]);

        Assert.Equal(level, Health.Of(view, view.Head!.Time.AddSeconds(seconds)).Level);
    }

    [Fact]
    public void A_silent_node_is_said_first()
    {
        var view = Chain(40, number => Signers[number % 4]) with { Failure = "connection refused" };

        Assert.Equal(new Health(HealthLevel.Bad, "The node does not answer: connection refused"), Health.Of(view, Start));
    }

    /// <summary>A chain with two seconds between blocks, each sealed by whom the test says.</summary>
    private static ChainView Chain(int length, Func<int, Address> signerOf) => new()
    {
        Signers = [.. Signers],
        Blocks = [.. Enumerable.Range(1, length).Reverse().Take(ChainFeed.Length).Select(number => new BlockSummary(
            (ulong)number, Hash256.Zero, Hash256.Zero, Start.AddSeconds(2 * number), signerOf(number), signerOf(number) == Signers[number % 4], 0, 0, 30_000_000))],
    };
}
