using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Building;
using PoaSidechain.Clique;
using PoaSidechain.Clique.Signing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Clique;

/// <summary>What the loop waits for has a name, and the block that was given out for sealing before a crash is the one that is published.</summary>
public sealed class SealingLoopTests
{
    private static readonly PrivateKey[] Four =
        [.. new[] { TestKeys.A, TestKeys.B, TestKeys.C, TestKeys.D }.OrderBy(key => key.Address)];

    [Fact]
    public async Task A_signer_in_turn_seals_at_its_slot_and_then_waits_for_others()
    {
        await using var chain = new LocalChain(TestGenesis.London(Four));
        await using var loop = new RunningLoop(chain, Four[1]); // block 1 is the turn of index 1

        await loop.UntilAsync(() => chain.Tree.Head.Number == 1 && loop.Status.State == SealingState.SignedRecently);

        Assert.Equal((2UL, 4UL), (loop.Status.BlockNumber, loop.Status.MayFrom)); // one of any three
        Assert.Equal(TestGenesis.Timestamp + 1, chain.Tree.Head.Timestamp);
    }

    [Theory]
    [InlineData(SealingState.Syncing)]
    [InlineData(SealingState.ClockOff)]
    [InlineData(SealingState.CheckpointConflict)]
    public async Task While_something_is_in_the_way_nothing_is_sealed_and_the_state_says_what(SealingState hold)
    {
        await using var chain = new LocalChain(TestGenesis.London(Four));
        SealingState? current = hold;
        await using var loop = new RunningLoop(chain, Four[1], hold: () => current);
        await loop.UntilAsync(() => loop.Status.State == hold && chain.Clock.GetUtcNow() > DateTimeOffset.FromUnixTimeSeconds((long)TestGenesis.Timestamp + 10));
        Assert.Equal(0UL, chain.Tree.Head.Number);

        current = null;

        await loop.UntilAsync(() => chain.Tree.Head.Number == 1);
    }

    [Fact]
    public async Task A_stranger_and_one_without_transactions_say_so()
    {
        await using var chain = new LocalChain(TestGenesis.London(Four));
        await using var stranger = new RunningLoop(chain, TestKeys.E);
        await using var idle = new RunningLoop(chain, Four[1], options: new CliqueOptions { SkipEmpty = true });

        await stranger.UntilAsync(() => stranger.Status.State == SealingState.NotASigner && idle.Status.State == SealingState.WaitingForTransactions);
        Assert.Equal(0UL, chain.Tree.Head.Number);

        chain.Pool.Add(Transfers.Dynamic(Four[0], 0, Address.Zero), isLocal: true);
        await idle.UntilAsync(() => chain.Tree.Head.Number == 1);
        Assert.Single(chain.Tree.FindBlock(chain.Tree.Head.Hash)!.Transactions);
    }

    [Fact]
    public async Task Period_0_seals_when_a_transaction_comes_and_only_then()
    {
        await using var chain = new LocalChain(TestGenesis.London([TestKeys.A], period: 0));
        await using var loop = new RunningLoop(chain, TestKeys.A);
        await loop.UntilAsync(() => loop.Status.State == SealingState.WaitingForTransactions);
        Assert.Equal(0UL, chain.Tree.Head.Number);

        chain.Pool.Add(Transfers.Dynamic(TestKeys.A, 0, Address.Zero), isLocal: true);

        await loop.UntilAsync(() => chain.Tree.Head.Number == 1 && loop.Status.State == SealingState.WaitingForTransactions);
    }

    [Fact]
    public async Task A_block_that_was_signed_before_a_crash_is_published_and_no_other()
    {
        using var journal = new MemoryStore();
        await using var chain = new LocalChain(TestGenesis.London(Four));
        var built = chain.BuildFor(Four[1], TestGenesis.Timestamp + 1);
        var lost = new Block(built.Header, built.Body);
        Assert.True((await new GuardedSealSigner(new LocalSealSigner(Four[1]), new SealJournal(journal)).SignSealAsync(lost, TestContext.Current.CancellationToken)).IsSealed);

        chain.Clock.Advance(TimeSpan.FromSeconds(30)); // another block now would have another time
        await using var loop = new RunningLoop(chain, Four[1], journal: journal);
        await loop.UntilAsync(() => chain.Tree.Head.Number == 1);

        Assert.Equal(CliqueHeader.SealHash(lost.Header), CliqueHeader.SealHash(chain.Tree.Head));
    }

    [Fact]
    public async Task Out_of_turn_a_block_that_is_being_imported_goes_first()
    {
        await using var chain = new LocalChain(TestGenesis.London(Four));
        var signer = Four[1];
        var waiting = LocalChain.SealBlock(chain.BuildFor(signer, TestGenesis.Timestamp + 1), signer);
        var importer = new BusyImporter(chain.Importer, waiting.Header);
        await using var loop = new RunningLoop(chain, Four[0], importer: importer);
        await loop.UntilAsync(() => loop.Status.State == SealingState.YieldingToOther);

        Assert.Equal(ImportOutcome.BecameHead, (await chain.ImportAsync(waiting)).Outcome);
        await loop.UntilAsync(() => loop.Status.BlockNumber == 2);

        Assert.Equal(waiting.Hash, chain.Tree.FindHash(1));
    }

    /// <summary>A loop that runs, and a clock that moves while the test waits for something.</summary>
    private sealed class RunningLoop : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();
        private readonly TestMeters _meters = new();
        private readonly LocalChain _chain;
        private readonly SealingLoop _loop;
        private readonly Task _running;

        public RunningLoop(
            LocalChain chain, PrivateKey key, Func<SealingState?>? hold = null, CliqueOptions? options = null, IKeyValueStore? journal = null,
            IBlockImporter? importer = null)
        {
            _chain = chain;
            var signer = new GuardedSealSigner(new LocalSealSigner(key), new SealJournal(journal ?? new MemoryStore()));
            var environment = new SealingEnvironment(chain.Clock, new Random(1), hold ?? (() => null), new CliqueMetrics(_meters), NullLogger.Instance);
            _loop = new SealingLoop(
                chain.Engine, chain.Preparation, chain.Tree, importer ?? chain.Importer, chain.Pool, signer, options ?? new CliqueOptions(), environment);
            _running = _loop.RunAsync(_stopping.Token);
        }

        public SealingStatus Status => _loop.Status;

        public async Task UntilAsync(Func<bool> condition)
        {
            for (var i = 0; i < 5000 && !condition(); i++)
            {
                await Task.Delay(2, TestContext.Current.CancellationToken); // real time, for the loop's own thread
                if (_chain.Clock.UntilNext is not null)
                {
                    _chain.Clock.Advance(TimeSpan.FromMilliseconds(50));
                }
            }

            Assert.True(condition(), $"still {_loop.Status}");
        }

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await _running;
            _stopping.Dispose();
            _meters.Dispose();
        }
    }

    /// <summary>An importer with a block in its queue, as far as one can see from outside.</summary>
    private sealed class BusyImporter(IBlockImporter inner, BlockHeader waiting) : IBlockImporter
    {
        public IEnumerable<BlockHeader> Waiting => [waiting];

        public Task<ImportResult> ImportAsync(Block block, CancellationToken cancellation) => inner.ImportAsync(block, cancellation);

        public Task<ImportResult> ImportSealedAsync(Block block, BuiltBlock built, CancellationToken cancellation) =>
            inner.ImportSealedAsync(block, built, cancellation);
    }
}
