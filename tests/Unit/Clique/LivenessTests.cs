using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Chain;
using PoaSidechain.Clique;
using PoaSidechain.Clique.Liveness;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Clique;

/// <summary>Who is away, how many more may be lost, which votes heal; and whose clock is wrong.</summary>
public sealed class LivenessTests
{
    private static readonly PrivateKey[] Five =
        [.. new[] { TestKeys.A, TestKeys.B, TestKeys.C, TestKeys.D, TestKeys.E }.OrderBy(key => key.Address)];

    [Fact]
    public async Task While_all_seal_nobody_is_missing()
    {
        await using var chain = new LocalChain(TestGenesis.London(Five));
        await SealAsync(chain, Five, blocks: 20);

        var report = Report(chain);

        Assert.False(report.IsStalled);
        Assert.Empty(report.Missing);
        Assert.Equal((3, 2), (report.Needed, report.Reserve));
        Assert.Equal(1.0, report.InTurnShare);
        Assert.StartsWith("All 5 signers seal", report.Diagnosis, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_seals_nothing_in_three_rounds_is_missing_and_voting_it_out_gives_more_reserve()
    {
        await using var chain = new LocalChain(TestGenesis.London(Five));
        await SealAsync(chain, Five[1..], blocks: 16);

        var report = Report(chain);

        Assert.Equal(new[] { Five[0].Address }, report.Missing);
        Assert.Equal(1, report.Reserve);
        Assert.Equal(3, report.Signers[0].MissedTurns);
        Assert.Empty(report.DropsThatHeal); // four signers need three as well: no gain

        await SealAsync(chain, Five[2..], blocks: 16);
        report = Report(chain);

        Assert.Equal(0, report.Reserve);
        Assert.Equal(new[] { Five[0].Address, Five[1].Address }, report.DropsThatHeal); // three signers need two
        Assert.Equal(3, report.VotesNeeded);
        Assert.Contains("No reserve", report.Diagnosis, StringComparison.Ordinal);
        Assert.Contains("clique_propose", report.Diagnosis, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_stands_still_says_who_would_have_to_seal()
    {
        await using var chain = new LocalChain(TestGenesis.London(Five));
        await SealAsync(chain, Five, blocks: 15);
        await SealAsync(chain, Five[..2], blocks: 1); // two are left, three are needed
        chain.Clock.Advance(TimeSpan.FromMinutes(1));

        var report = Report(chain);

        Assert.True(report.IsStalled);
        Assert.Equal(new[] { Five[2].Address, Five[3].Address, Five[4].Address }, report.Missing);
        Assert.Equal(report.Missing, report.MaySealNext);
        Assert.Equal(-1, report.Reserve);
        Assert.Empty(report.DropsThatHeal); // no vote can pass
        Assert.Contains("At least 1 of", report.Diagnosis, StringComparison.Ordinal);
        Assert.All(Five[..2], waiting => Assert.True(report.Signers.Single(signer => signer.Address == waiting.Address).MayFrom > report.HeadNumber + 1));
    }

    [Fact]
    public async Task A_chain_that_waits_for_transactions_does_not_stand_still()
    {
        await using var chain = new LocalChain(TestGenesis.London(Five));
        chain.Clock.Advance(TimeSpan.FromHours(1));

        Assert.False(Report(chain, expectsBlocks: false).IsStalled);
        Assert.True(Report(chain).IsStalled);
    }

    [Fact]
    public async Task The_clock_is_compared_with_the_median_of_the_others()
    {
        await using var chain = new LocalChain(TestGenesis.London(Five, period: 1));
        using var future = new FutureBlocks(chain.Clock);
        var clock = new ClockOffset(chain.Engine, chain.Tree, future, chain.Clock);
        await SealAsync(chain, Five, blocks: 1);
        Assert.Null(clock.Current); // one witness is none

        await SealAsync(chain, Five, blocks: 9, late: TimeSpan.FromSeconds(7));

        Assert.Equal(TimeSpan.FromSeconds(7), clock.Current);
        Assert.True(clock.IsBeyondBound);
        chain.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(clock.Current); // what was measured long ago says nothing now: sealing is not held up for ever
    }

    /// <summary>A signer that was away a few seconds got the blocks it had missed at once, took its clock for wrong, and the chain stood still for want of it.</summary>
    [Fact]
    public async Task Blocks_fetched_after_an_absence_say_nothing_about_the_clock()
    {
        await using var others = new LocalChain(TestGenesis.London(Five, period: 1));
        await using var ours = new LocalChain(TestGenesis.London(Five, period: 1));
        using var future = new FutureBlocks(ours.Clock);
        var clock = new ClockOffset(ours.Engine, ours.Tree, future, ours.Clock);
        List<Block> missed = [];
        for (var i = 0; i < 6; i++)
        {
            missed.Add(await others.SealInTurnAsync(Five));
        }

        ours.Clock.Advance(DateTimeOffset.FromUnixTimeSeconds((long)missed[^1].Header.Timestamp) + TimeSpan.FromSeconds(7) - ours.Clock.GetUtcNow());
        foreach (var block in missed)
        {
            Assert.Equal(ImportOutcome.BecameHead, (await ours.ImportAsync(block)).Outcome);
        }

        Assert.Null(clock.Current);
        Assert.False(clock.IsBeyondBound);
    }

    [Fact]
    public async Task Blocks_from_the_future_show_a_clock_that_is_behind()
    {
        await using var ahead = new LocalChain(TestGenesis.London(Five, period: 10));
        await using var ours = new LocalChain(TestGenesis.London(Five, period: 10));
        using var future = new FutureBlocks(ours.Clock);
        var clock = new ClockOffset(ours.Engine, ours.Tree, future, ours.Clock, TimeSpan.FromSeconds(15));
        List<Block> blocks = [];
        for (var i = 0; i < 3; i++)
        {
            blocks.Add(await ahead.SealInTurnAsync(Five));
        }

        foreach (var block in blocks)
        {
            future.Keep(block); // what the importer does with them
        }

        Assert.Equal(TimeSpan.FromSeconds(-20), clock.Current);
        Assert.True(clock.IsBeyondBound);
    }

    [Fact]
    public async Task A_signer_that_was_let_in_lately_is_not_missing_yet()
    {
        await using var chain = new LocalChain(TestGenesis.London([TestKeys.A]));
        chain.Proposals.Propose(TestKeys.B.Address, add: true);
        for (var i = 0; i < 14; i++)
        {
            if (i == 10)
            {
                chain.Proposals.Propose(TestKeys.C.Address, add: true);
            }

            await chain.SealAsync(i % 2 == 0 ? TestKeys.A : TestKeys.B); // after block 1 the two take turns
        }

        Assert.True(chain.Engine.GetSnapshot(chain.Tree.Head, chain.Tree)!.IsSigner(TestKeys.C.Address));
        Assert.Empty(Report(chain).Missing);
    }

    [Fact]
    public async Task The_watch_tells_metrics_when_the_chain_stands_still()
    {
        await using var chain = new LocalChain(TestGenesis.London(Five));
        using var meters = new OneMeter();
        using var future = new FutureBlocks(chain.Clock);
        var metrics = new CliqueMetrics(meters);
        List<int> stalled = [];
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == meters.Only && instrument.Name == "clique.stalled") // other tests have meters of the same name
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => stalled.Add(value));
        listener.Start();
        var clock = new ClockOffset(chain.Engine, chain.Tree, future, chain.Clock);
        var watch = new LivenessWatch(chain.Engine, chain.Tree, chain.Pool, clock, metrics, chain.Clock, NullLogger.Instance);

        watch.Look();
        listener.RecordObservableInstruments();
        chain.Clock.Advance(TimeSpan.FromMinutes(1));
        watch.Look();
        listener.RecordObservableInstruments();

        Assert.Equal([0, 1], stalled);
    }

    [Fact]
    public async Task A_node_that_starts_on_an_old_chain_gives_it_time_to_go_on()
    {
        await using var chain = new LocalChain(TestGenesis.London(Five));
        chain.Clock.Advance(TimeSpan.FromDays(1000));
        using var meters = new TestMeters();
        using var future = new FutureBlocks(chain.Clock);
        var clock = new ClockOffset(chain.Engine, chain.Tree, future, chain.Clock);
        var watch = new LivenessWatch(chain.Engine, chain.Tree, chain.Pool, clock, new CliqueMetrics(meters), chain.Clock, NullLogger.Instance);

        Assert.False(watch.Report().IsStalled);
        chain.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(watch.Report().IsStalled);
        chain.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(watch.Report().IsStalled);
    }

    private static LivenessReport Report(LocalChain chain, bool expectsBlocks = true) => LivenessAnalysis.Run(
        new SignerActivity(chain.Engine, chain.Tree).Look(), chain.Engine.Parameters, chain.Clock.GetUtcNow(), expectsBlocks);

    /// <summary>Blocks by those signers that may, in turn where possible; published late if asked.</summary>
    private static async Task SealAsync(LocalChain chain, PrivateKey[] by, int blocks, TimeSpan late = default)
    {
        for (var i = 0; i < blocks; i++)
        {
            var snapshot = chain.Engine.GetSnapshot(chain.Tree.Head, chain.Tree)!;
            var number = chain.Tree.Head.Number + 1;
            var signer = by.Where(key => !snapshot.SignedRecently(key.Address)).MaxBy(key => snapshot.IsInTurn(number, key.Address))!;
            var timestamp = chain.Tree.Head.Timestamp + chain.Engine.Parameters.PeriodSeconds;
            var wait = DateTimeOffset.FromUnixTimeSeconds((long)timestamp) + late - chain.Clock.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                chain.Clock.Advance(wait);
            }

            Assert.Equal(ImportOutcome.BecameHead, (await chain.ImportAsync(LocalChain.SealBlock(chain.BuildFor(signer, timestamp), signer))).Outcome);
        }
    }

    private sealed class OneMeter : System.Diagnostics.Metrics.IMeterFactory
    {
        public System.Diagnostics.Metrics.Meter? Only { get; private set; }

        public System.Diagnostics.Metrics.Meter Create(System.Diagnostics.Metrics.MeterOptions options) => Only = new(options);

        public void Dispose() => Only?.Dispose();
    }
}
