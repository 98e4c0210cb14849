using System.Diagnostics.Metrics;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Integration.JsonRpc;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Peers;
using Xunit;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>A node never leaves an L1-final checkpoint: not for a heavier branch of its peers, not by its own sealing, and not after a restart.</summary>
[Collection(Alone.Name)]
public sealed class CheckpointPinTests
{
    private const int OurBlocks = 6;
    private const ulong Pinned = 4;

    private static readonly PrivateKey[] Signers = [TestKeys.A, TestKeys.B];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Without_a_pin_the_heavier_branch_of_a_peer_is_followed()
    {
        await using var theirs = await TheirsAsync();
        await using var node = await OursAsync(new SnapStart());
        await using var peer = await ServingNode.StartAsync(theirs, "peer");

        node.Service.AddPeer(peer.Service.Enode);

        await node.Changes.UntilAsync(() => node.Chain.Tree.Head.Hash == theirs.Tree.Head.Hash, "their head", Limit);
    }

    [Fact]
    public async Task A_heavier_branch_of_a_peer_is_refused_by_name_before_and_after_a_restart()
    {
        using var refusals = new Refusals();
        await using var theirs = await TheirsAsync();
        await using var peer = await ServingNode.StartAsync(theirs, "peer");
        var start = new SnapStart();
        BlockHeader head;
        await using (var node = await OursAsync(start))
        {
            head = node.Chain.Tree.Head;
            var pinned = node.Chain.Tree.FindHash(Pinned)!.Value;
            node.Chain.Pin.SetFinal(1, Pinned, pinned);

            node.Service.AddPeer(peer.Service.Enode);
            await refusals.UntilAsync(1);

            AssertHeld(node, head, theirs);
            Assert.Equal(1, node.Service.PeerCount); // to be on another branch is no fault
        }

        var before = refusals.Count;
        await using var again = await ChainNode.StartAsync(theirs.Genesis, "ours", theirs.Tree.Head.Timestamp + 1000, snap: start);
        Assert.Equal((1ul, Pinned), (again.Chain.Pin.Final!.Value.Index, again.Chain.Pin.Final.Value.Number));
        again.Service.AddPeer(peer.Service.Enode);
        await refusals.UntilAsync(before + 1);

        AssertHeld(again, head, theirs);
        await again.Chain.SealAsync(OutOfTurn(again.Chain)); // on its own branch it goes on
        Assert.Equal(head.Hash, again.Chain.Tree.Head.ParentHash);
    }

    /// <summary>Each block of the other branch, handed in one by one: those below the pin, beside it and above it.</summary>
    [Fact]
    public async Task No_block_of_another_branch_is_taken_however_it_comes()
    {
        await using var theirs = await TheirsAsync();
        await using var node = await OursAsync(new SnapStart());
        var ours = node.Chain;
        ours.Pin.SetFinal(1, Pinned, ours.Tree.FindHash(Pinned)!.Value);
        var head = ours.Tree.Head.Hash;

        for (var number = 1UL; number <= theirs.Tree.Head.Number; number++)
        {
            var block = theirs.Tree.FindBlock(theirs.Tree.FindHash(number)!.Value)!;
            var result = await ours.ImportAsync(block);
            Assert.Equal(ImportOutcome.Refused, result.Outcome);
            Assert.Equal(number == 1 ? BlockError.LeavesCheckpoint : BlockError.UnknownParent, result.Verdict.Error);
        }

        // What was on a side branch before the pin came is not extended either, by peers or by a sealer of our own.
        Assert.Equal(head, ours.Tree.Head.Hash);
    }

    [Fact]
    public async Task A_branch_that_was_stored_before_the_pin_came_cannot_be_made_the_chain_by_our_own_seal()
    {
        await using var theirs = await TheirsAsync();
        await using var node = await OursAsync(new SnapStart());
        var ours = node.Chain;
        var head = ours.Tree.Head;

        // Lighter so far: their first two blocks are stored on a side branch.
        for (var number = 1UL; number <= 2; number++)
        {
            Assert.Equal(ImportOutcome.SideBranch, (await ours.ImportAsync(theirs.Tree.FindBlock(theirs.Tree.FindHash(number)!.Value)!)).Outcome);
        }

        ours.Pin.SetFinal(1, Pinned, ours.Tree.FindHash(Pinned)!.Value);

        // The third, sealed here with our own key on that branch, and its execution with it.
        await using var sealer = new LocalChain(theirs.Genesis);
        for (var number = 1UL; number <= 2; number++)
        {
            await sealer.ImportAsync(theirs.Tree.FindBlock(theirs.Tree.FindHash(number)!.Value)!);
        }

        var key = Signers.Single(key => sealer.Engine.GetSnapshot(sealer.Tree.Head, sealer.Tree)!.IsInTurn(3, key.Address));
        var built = sealer.BuildFor(key, sealer.Tree.Head.Timestamp + 1);
        var own = await ours.Importer.ImportSealedAsync(LocalChain.SealBlock(built, key), built, TestContext.Current.CancellationToken);

        Assert.Equal((ImportOutcome.Refused, BlockError.LeavesCheckpoint), (own.Outcome, own.Verdict.Error));
        Assert.Equal(head.Hash, ours.Tree.Head.Hash);

        // And no way back below the pin.
        var below = ours.Tree.FindBlock(ours.Tree.FindHash(Pinned - 1)!.Value)!;
        var back = await ours.Importer.SetHeadAsync(below, TestContext.Current.CancellationToken);
        Assert.Equal((ImportOutcome.Refused, BlockError.LeavesCheckpoint), (back.Outcome, back.Verdict.Error));
    }

    private static void AssertHeld(ChainNode node, BlockHeader head, LocalChain theirs)
    {
        Assert.True(theirs.Tree.HeadTotalDifficulty > node.Chain.Tree.HeadTotalDifficulty);
        Assert.Equal(head.Hash, node.Chain.Tree.Head.Hash);
    }

    /// <summary>A node whose chain was sealed out of turn: six blocks of weight one.</summary>
    private static async Task<ChainNode> OursAsync(SnapStart start)
    {
        var genesis = TestGenesis.London(Signers);
        var node = await ChainNode.StartAsync(genesis, "ours", genesis.Timestamp, snap: start);
        for (var i = 0; i < OurBlocks; i++)
        {
            await node.Chain.SealAsync(OutOfTurn(node.Chain));
        }

        node.Chain.Clock.Advance(TimeSpan.FromSeconds(1000));
        return node;
    }

    /// <summary>The same length in turn: twice the weight.</summary>
    private static async Task<LocalChain> TheirsAsync()
    {
        var chain = new LocalChain(TestGenesis.London(Signers));
        for (var i = 0; i < OurBlocks + 2; i++)
        {
            await chain.SealInTurnAsync(Signers);
        }

        return chain;
    }

    private static PrivateKey OutOfTurn(LocalChain chain) =>
        Signers.Single(key => !chain.Engine.GetSnapshot(chain.Tree.Head, chain.Tree)!.IsInTurn(chain.Tree.Head.Number + 1, key.Address));

    /// <summary>Counts blocks of peers that the importer refused because they leave the checkpoint.</summary>
    private sealed class Refusals : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Changes _changes = new();
        private int _count;

        public Refusals()
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name is "sync.blocks" or "sync.announced_blocks")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>((_, measurement, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    if (tag.Value as string == BlockError.LeavesCheckpoint.Text())
                    {
                        Interlocked.Add(ref _count, measurement);
                        _changes.Notify();
                    }
                }
            });
            _listener.Start();
        }

        public int Count => Volatile.Read(ref _count);

        public Task UntilAsync(int count) => _changes.UntilAsync(() => Count >= count, "a refusal because of the checkpoint", Limit);

        public void Dispose() => _listener.Dispose();
    }
}
