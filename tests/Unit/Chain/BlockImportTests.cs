using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Chain;

public sealed class BlockImportTests
{
    private static readonly PrivateKey[] Signers = [TestKeys.A, TestKeys.B, TestKeys.C, TestKeys.D];
    private static readonly Address Nobody = Address.FromNumber(0xdead);

    private static GenesisFile Genesis => TestGenesis.Modern(Signers);

    [Fact]
    public async Task Blocks_of_one_node_are_imported_by_another_with_the_same_state()
    {
        await using var ours = new LocalChain(Genesis);
        await using var theirs = new LocalChain(Genesis);
        for (ulong i = 0; i < 10; i++)
        {
            Assert.True(theirs.Pool.Add(Transfers.Dynamic(TestKeys.A, i, Nobody), isLocal: false).IsAccepted);
            var block = await theirs.SealInTurnAsync(Signers);

            var result = await ours.ImportAsync(block);

            Assert.Equal(ImportOutcome.BecameHead, result.Outcome);
            Assert.Single(block.Transactions);
        }

        Assert.Equal(theirs.Tree.Head.Hash, ours.Tree.Head.Hash);
        Assert.Equal(theirs.States.Head.Root, ours.States.Head.Root);
        Assert.Equal(10UL, ours.Tree.Current.AccountOf(TestKeys.A.Address).Nonce);
        Assert.Equal(UInt256.Parse("10"), ours.Tree.Current.AccountOf(Nobody).Balance);
    }

    [Fact]
    public async Task Fees_go_to_the_signer_and_not_to_the_account_voted_on()
    {
        await using var chain = new LocalChain(TestGenesis.London(Signers, funded: [TestKeys.E.Address]));
        var transaction = Transfers.Dynamic(TestKeys.E, 0, Nobody, tipGwei: 3);
        chain.Proposals.Propose(Nobody, add: true);
        chain.Pool.Add(transaction, isLocal: false);

        var block = await chain.SealInTurnAsync(Signers);

        Assert.Equal(Nobody, block.Header.Beneficiary);
        CliqueHeader.TryRecoverSigner(block.Header, out var signer);
        Assert.Equal(3UL * Transfers.Gwei * 21_000, chain.Tree.Current.AccountOf(signer).Balance);
    }

    [Fact]
    public async Task The_heavier_branch_wins_whatever_its_length_and_its_losers_transactions_come_back_to_the_pool()
    {
        await using var ours = new LocalChain(Genesis);
        await using var theirs = new LocalChain(Genesis);
        var transaction = Transfers.Dynamic(TestKeys.B, 0, Nobody);
        ours.Pool.Add(transaction, isLocal: false);
        var outOfTurn = await ours.SealAsync(SignerWhoIs(ours, inTurn: false));
        Assert.Single(outOfTurn.Transactions);

        var inTurn = await theirs.SealInTurnAsync(Signers);
        var result = await ours.ImportAsync(inTurn);

        Assert.Equal(ImportOutcome.BecameHead, result.Outcome);
        Assert.Equal(inTurn.Hash, ours.Tree.Head.Hash);
        Assert.Equal(theirs.States.Head.Root, ours.States.Head.Root);
        Assert.True(ours.Pool.Contains(transaction.Hash));
        Assert.Null(ours.Tree.FindTransaction(transaction.Hash));
        Assert.NotNull(ours.Tree.FindBlock(outOfTurn.Hash));
    }

    [Fact]
    public async Task A_deep_reorganisation_leads_to_the_same_state_as_importing_the_winner_alone()
    {
        await using var ours = new LocalChain(Genesis);
        await using var theirs = new LocalChain(Genesis);
        for (ulong i = 0; i < 6; i++)
        {
            ours.Pool.Add(Transfers.Dynamic(TestKeys.A, i, Address.FromNumber(100 + i)), isLocal: false);
            await ours.SealAsync(SignerWhoIs(ours, inTurn: false));
        }

        List<Block> branch = [];
        for (ulong i = 0; i < 5; i++)
        {
            theirs.Pool.Add(Transfers.Dynamic(TestKeys.A, i, Address.FromNumber(200 + i)), isLocal: false);
            branch.Add(await theirs.SealInTurnAsync(Signers));
        }

        List<HeadChange> changes = [];
        ours.Tree.HeadChanged += changes.Add;
        foreach (var block in branch)
        {
            Assert.NotEqual(ImportOutcome.Refused, (await ours.ImportAsync(block)).Outcome);
        }

        Assert.Equal(theirs.Tree.Head.Hash, ours.Tree.Head.Hash);
        Assert.Equal(theirs.States.Head.Root, ours.States.Head.Root);
        Assert.Contains(changes, change => change.Removed.Count == 6);
        Assert.True(ours.Tree.Current.AccountOf(Address.FromNumber(100)).IsEmpty);
        Assert.Null(ours.Tree.FindHash(6));
    }

    [Fact]
    public async Task A_false_body_under_a_good_header_is_refused_but_not_held_against_the_block()
    {
        await using var ours = new LocalChain(Genesis);
        await using var theirs = new LocalChain(Genesis);
        theirs.Pool.Add(Transfers.Dynamic(TestKeys.A, 0, Nobody), isLocal: false);
        var block = await theirs.SealInTurnAsync(Signers);

        var refused = await ours.ImportAsync(block with { Body = BlockBody.Empty with { Withdrawals = [] } });
        var accepted = await ours.ImportAsync(block);

        Assert.Equal(BlockError.InvalidTransactionsRoot, refused.Verdict.Error);
        Assert.Equal(ImportOutcome.BecameHead, accepted.Outcome);
    }

    [Fact]
    public async Task A_false_state_root_is_refused_and_remembered_together_with_what_builds_on_it()
    {
        await using var ours = new LocalChain(Genesis);
        await using var theirs = new LocalChain(Genesis);
        var built = theirs.BuildFor(SignerWhoIs(theirs, inTurn: true), TestGenesis.Timestamp + 1);
        var lie = LocalChain.SealBlock(built with { Header = built.Header with { StateRoot = Keccak256.OfEmptyTrie } }, SignerWhoIs(theirs, inTurn: true));

        var refused = await ours.ImportAsync(lie);
        var again = await ours.ImportAsync(lie);
        var child = await ours.ImportAsync(new Block(lie.Header with { ParentHash = lie.Hash, Number = 2, Timestamp = lie.Header.Timestamp + 1 }, lie.Body));

        Assert.Equal(BlockError.StateRootMismatch, refused.Verdict.Error);
        Assert.Equal(BlockError.InvalidAncestor, again.Verdict.Error);
        Assert.Equal(BlockError.InvalidAncestor, child.Verdict.Error);
        Assert.Equal(0UL, ours.Tree.Head.Number);
    }

    [Fact]
    public async Task A_block_ahead_of_the_clock_is_kept_and_imported_when_its_time_has_come()
    {
        await using var ours = new LocalChain(Genesis);
        await using var theirs = new LocalChain(Genesis);
        var block = await theirs.SealInTurnAsync(Signers);
        var becameHead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ours.Tree.HeadChanged += _ => becameHead.TrySetResult();

        var early = await ours.Importer.ImportAsync(block, TestContext.Current.CancellationToken);
        ours.Clock.Advance(TimeSpan.FromSeconds(2));
        await becameHead.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(BlockError.FutureBlock, early.Verdict.Error);
        Assert.Equal(block.Hash, ours.Tree.Head.Hash);
    }

    [Fact]
    public async Task A_node_never_leaves_a_block_that_is_final_on_L1()
    {
        await using var ours = new LocalChain(Genesis);
        await using var theirs = new LocalChain(Genesis);
        var mine = await ours.SealAsync(SignerWhoIs(ours, inTurn: false));
        ours.Pin.SetFinal(1, mine.Number, mine.Hash);

        var heavier = await theirs.SealInTurnAsync(Signers);
        var result = await ours.ImportAsync(heavier);

        Assert.Equal(BlockError.LeavesCheckpoint, result.Verdict.Error);
        Assert.Equal(mine.Hash, ours.Tree.Head.Hash);
    }

    [Fact]
    public async Task Of_two_equal_blocks_every_node_takes_the_same_whichever_comes_first()
    {
        await using var first = new LocalChain(Genesis);
        await using var second = new LocalChain(Genesis);
        var outsiders = Signers.Where(key => !first.Engine.GetSnapshot(first.Tree.Head, first.Tree)!.IsInTurn(1, key.Address)).ToArray();
        var one = await first.SealAsync(outsiders[0]);
        var other = await second.SealAsync(outsiders[1]);

        await first.ImportAsync(other);
        await second.ImportAsync(one);

        Assert.Equal(first.Tree.Head.Hash, second.Tree.Head.Hash);
        Assert.Equal(first.States.Head.Root, second.States.Head.Root);
    }

    [Fact]
    public async Task A_reopened_database_goes_on_where_it_was()
    {
        using var database = new MemoryStore();
        Hash256 head;
        await using (var chain = new LocalChain(Genesis, database))
        {
            chain.Pool.Add(Transfers.Dynamic(TestKeys.A, 0, Nobody), isLocal: true);
            await chain.SealInTurnAsync(Signers);
            chain.Pool.Add(Transfers.Dynamic(TestKeys.A, 1, Nobody), isLocal: true);
            head = chain.Tree.Head.Hash;
        }

        await using var reopened = new LocalChain(Genesis, database);
        reopened.Pool.LoadJournal();

        Assert.Equal(head, reopened.Tree.Head.Hash);
        Assert.Equal((1, 0), reopened.Pool.Count);
        Assert.Single((await reopened.SealInTurnAsync(Signers)).Transactions);
    }

    private static PrivateKey SignerWhoIs(LocalChain chain, bool inTurn)
    {
        var snapshot = chain.Engine.GetSnapshot(chain.Tree.Head, chain.Tree)!;
        var number = chain.Tree.Head.Number + 1;
        return Signers.First(key => snapshot.IsInTurn(number, key.Address) == inTurn && snapshot.NextAllowed(number, key.Address) == number);
    }
}
