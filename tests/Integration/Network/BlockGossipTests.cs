using PoaSidechain.Chain.Rules;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Chains;
using PoaSidechain.Tests.TestKit.Peers;
using Xunit;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>How new blocks get about.</summary>
public sealed class BlockGossipTests
{
    [Fact]
    public async Task A_sealed_block_goes_along_a_line_of_nodes()
    {
        await using var a = await TestNode.StartAsync("a");
        await using var b = await TestNode.StartAsync("b", options: TestNode.Options(a.Enode));
        await using var c = await TestNode.StartAsync("c", options: TestNode.Options(b.Enode));
        await b.UntilPeersAsync(2);
        await c.UntilPeersAsync(1);

        var blocks = ChainMaker.Extend(ChainMaker.Genesis, 20, transactionsEvery: 3);
        foreach (var block in blocks)
        {
            await a.Tree.AddAsync([block]);
        }

        await c.UntilHeadAsync(blocks[^1].Hash);
    }

    [Fact]
    public async Task Some_peers_get_the_block_whole_and_the_others_its_hash()
    {
        await using var node = await TestNode.StartAsync("node");
        var peers = new List<ScriptedPeer>();
        for (var i = 0; i < 4; i++)
        {
            peers.Add(await JoinAsync(node, $"peer {i}", node.Tree));
        }

        await node.UntilPeersAsync(4);
        var block = ChainMaker.Extend(ChainMaker.Genesis, 1, transactionsEvery: 1)[0];
        await node.Tree.AddAsync([block]);
        var told = new Changes();
        peers.ForEach(peer => peer.OnReceived = told.Notify);
        await told.UntilAsync(() => peers.TrueForAll(peer => peer.Received.Any(IsNews)), "news for all four");

        var whole = peers.Where(peer => peer.Received.Any(message => message.Code == EthMessage.NewBlock)).ToArray();
        Assert.Equal(2, whole.Length);
        var (received, totalDifficulty) = EthCodec.DecodeNewBlock((await whole[0].UntilReceivedAsync(EthMessage.NewBlock)).Span);
        Assert.Equal((block, node.Tree.HeadTotalDifficulty), (received, totalDifficulty));
        var hashed = peers.Except(whole).First();
        var announced = await hashed.UntilReceivedAsync(EthMessage.NewBlockHashes);
        Assert.Equal([new BlockAnnouncement(block.Hash, 1)], EthCodec.DecodeBlockAnnouncements(announced.Span));
        foreach (var peer in peers)
        {
            await peer.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(2, 1)] // heavier than our head
    [InlineData(1, 1)] // a sibling of equal height that weighs less
    [InlineData(1, 3)] // a branch that leaves three blocks below
    public async Task An_announced_block_of_another_branch_is_fetched_with_its_ancestors(ulong difficulty, int length)
    {
        var common = ChainMaker.Extend(ChainMaker.Genesis, 10);
        var ours = ChainMaker.Extend(common[^1].Header, length);
        var theirs = ChainMaker.Extend(common[^1].Header, length, branch: 1, difficulty: difficulty, transactionsEvery: 1);
        var tree = new InMemoryBlockTree(ChainMaker.Genesis);
        await tree.AddAsync([.. common, .. theirs]);
        await using var node = await TestNode.StartAsync("node", [.. common, .. ours]);
        await using var peer = await JoinAsync(node, "peer", tree, StatusAt(tree, common[0].Header));
        await node.UntilPeersAsync(1);

        peer.Send(EthMessage.NewBlockHashes, EthCodec.EncodeBlockAnnouncements([new BlockAnnouncement(theirs[^1].Hash, theirs[^1].Number)]));

        await node.UntilKnownAsync(theirs[^1].Hash);
        Assert.Equal(theirs[0].Transactions, node.Tree.FindBody(theirs[0].Hash)!.Transactions);
    }

    [Fact]
    public async Task A_whole_block_whose_parent_is_missing_is_taken_after_its_ancestors()
    {
        var blocks = ChainMaker.Extend(ChainMaker.Genesis, 4, transactionsEvery: 2);
        var tree = new InMemoryBlockTree(ChainMaker.Genesis);
        await tree.AddAsync(blocks);
        await using var node = await TestNode.StartAsync("node", blocks[..1]);
        await using var peer = await JoinAsync(node, "peer", tree, StatusAt(tree, ChainMaker.Genesis));
        await node.UntilPeersAsync(1);

        // As ethereumjs sends it: with the parent's total difficulty.
        peer.Send(EthMessage.NewBlock, EthCodec.EncodeNewBlock(blocks[^1], tree.FindTotalDifficulty(blocks[2].Hash)!.Value));

        await node.UntilHeadAsync(blocks[^1].Hash);
    }

    [Fact]
    public async Task A_whole_block_is_taken_when_its_parent_comes_by_another_way_while_it_is_asked_for()
    {
        var blocks = ChainMaker.Extend(ChainMaker.Genesis, 2);
        var tree = new InMemoryBlockTree(ChainMaker.Genesis);
        await tree.AddAsync(blocks);
        var still = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000)); // so that no periodic check makes up for a loss
        await using var node = await TestNode.StartAsync("node", time: still);
        await using var peer = await JoinAsync(node, "peer", tree, StatusAt(tree, ChainMaker.Genesis));
        await node.UntilPeersAsync(1);
        peer.BeforeAnswer = async code =>
        {
            if (code == EthMessage.GetBlockHeaders)
            {
                await node.Tree.AddAsync([blocks[0]]);
            }
        };

        peer.Send(EthMessage.NewBlock, EthCodec.EncodeNewBlock(blocks[1], 5UL));

        await node.UntilHeadAsync(blocks[1].Hash);
    }

    [Fact]
    public async Task A_sibling_of_the_head_is_served_by_hash_and_passed_on()
    {
        var common = ChainMaker.Extend(ChainMaker.Genesis, 2);
        var ours = ChainMaker.Extend(common[^1].Header, 1);
        var sibling = ChainMaker.Extend(common[^1].Header, 1, branch: 1, difficulty: 1, transactionsEvery: 1)[0];
        await using var node = await TestNode.StartAsync("node", [.. common, .. ours]);
        await using var watcher = await JoinAsync(node, "watcher", node.Tree);
        await using var other = await JoinAsync(node, "other", node.Tree);
        await node.UntilPeersAsync(2);

        other.Send(EthMessage.NewBlock, EthCodec.EncodeNewBlock(sibling, node.Tree.HeadTotalDifficulty));
        await watcher.UntilReceivedAsync(EthMessage.NewBlock, payload => EthCodec.DecodeNewBlock(payload.Span).Block.Hash == sibling.Hash);
        watcher.Send(EthMessage.GetBlockHeaders, EthCodec.EncodeRequest(1, HeadersRequest.BackFrom(sibling.Hash, 2), EthCodec.WriteHeadersRequest));
        watcher.Send(EthMessage.GetBlockBodies, EthCodec.EncodeRequest(2, new[] { sibling.Hash }, EthCodec.WriteHashes));

        EthCodec.DecodeRequestId((await watcher.UntilReceivedAsync(EthMessage.BlockHeaders)).Span, out var content);
        Assert.Equal([sibling.Header, common[^1].Header], EthCodec.ReadHeaders(ref content, 2));
        EthCodec.DecodeRequestId((await watcher.UntilReceivedAsync(EthMessage.BlockBodies)).Span, out content);
        Assert.Equal(sibling.Transactions, Assert.Single(EthCodec.ReadBodies(ref content, 1)).Transactions);
        Assert.Equal(ours[0].Hash, node.Tree.Head.Hash);
    }

    [Fact]
    public async Task A_peer_that_joins_with_another_head_of_equal_weight_is_asked_for_it()
    {
        var ours = ChainMaker.Extend(ChainMaker.Genesis, 5);
        var theirs = ChainMaker.Extend(ChainMaker.Genesis, 5, branch: 1);
        await using var a = await TestNode.StartAsync("a", ours);
        await using var b = await TestNode.StartAsync("b", theirs, TestNode.Options(a.Enode));

        await a.UntilKnownAsync(theirs[^1].Hash);
        await b.UntilKnownAsync(ours[^1].Hash);
    }

    [Fact]
    public async Task A_head_that_stands_still_is_announced_again()
    {
        var time = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        var blocks = ChainMaker.Extend(ChainMaker.Genesis, 3);
        await using var node = await TestNode.StartAsync("node", blocks, time: time);
        await using var peer = await JoinAsync(node, "peer", node.Tree);
        await node.UntilPeersAsync(1);

        time.Advance(TimeSpan.FromSeconds(10));
        var announced = await peer.UntilReceivedAsync(EthMessage.NewBlockHashes);

        Assert.Equal([new BlockAnnouncement(blocks[^1].Hash, 3)], EthCodec.DecodeBlockAnnouncements(announced.Span));
    }

    [Fact]
    public async Task An_announcer_that_stays_silent_does_not_keep_the_block_from_coming_by_another()
    {
        var time = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        var block = ChainMaker.Extend(ChainMaker.Genesis, 1)[0];
        var tree = new InMemoryBlockTree(ChainMaker.Genesis);
        await tree.AddAsync([block]);
        await using var node = await TestNode.StartAsync("node", time: time);
        await using var silent = await JoinAsync(node, "silent", tree, StatusAt(tree, ChainMaker.Genesis));
        await using var second = await JoinAsync(node, "second", tree, StatusAt(tree, ChainMaker.Genesis));
        silent.IsSilentOn = static (_, _) => true;
        await node.UntilPeersAsync(2);
        var announcement = EthCodec.EncodeBlockAnnouncements([new BlockAnnouncement(block.Hash, 1)]);

        silent.Send(EthMessage.NewBlockHashes, announcement);
        await silent.UntilReceivedAsync(EthMessage.GetBlockHeaders);
        second.Send(EthMessage.NewBlockHashes, announcement);
        await UntilHandledAsync(second, node);
        time.Advance(RequestChannel.Timeout);

        await node.UntilHeadAsync(block.Hash);
    }

    [Fact]
    public async Task A_bad_announced_block_costs_the_session()
    {
        var block = ChainMaker.Extend(ChainMaker.Genesis, 1)[0];
        await using var node = await TestNode.StartAsync("node");
        node.Tree.Rule = static _ => BlockVerdict.Invalid(BlockError.CliqueRecentlySigned);
        await using var peer = await JoinAsync(node, "peer", node.Tree);
        await node.UntilPeersAsync(1);

        peer.Send(EthMessage.NewBlock, EthCodec.EncodeNewBlock(block, 3UL));

        var end = await node.UntilFaultAsync(PeerFault.InvalidBlock);
        Assert.Contains("clique.recently_signed", end.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_block_ahead_of_the_clock_is_nobodys_fault()
    {
        var block = ChainMaker.Extend(ChainMaker.Genesis, 1)[0];
        await using var node = await TestNode.StartAsync("node");
        node.Tree.Rule = static _ => BlockVerdict.Invalid(BlockError.FutureBlock);
        var refused = 0;
        var refusals = new Changes(); // of its own: the node's may notify before this counter has counted
        node.Tree.Imported += (_, _) =>
        {
            Interlocked.Increment(ref refused);
            refusals.Notify();
        };
        await using var peer = await JoinAsync(node, "peer", node.Tree);
        await node.UntilPeersAsync(1);

        peer.Send(EthMessage.NewBlock, EthCodec.EncodeNewBlock(block, 3UL));
        await refusals.UntilAsync(() => Volatile.Read(ref refused) == 1, "the refusal");
        node.Tree.Rule = static _ => BlockVerdict.Valid;
        peer.Send(EthMessage.NewBlock, EthCodec.EncodeNewBlock(block, 3UL));

        await node.UntilHeadAsync(block.Hash);
        Assert.Equal(1, node.Service.PeerCount);
    }

    [Fact]
    public async Task A_copy_that_comes_while_the_first_is_being_refused_as_early_is_tried_too()
    {
        var block = ChainMaker.Extend(ChainMaker.Genesis, 1)[0];
        var newBlock = EthCodec.EncodeNewBlock(block, 3UL);
        await using var node = await TestNode.StartAsync("node");
        await using var peer = await JoinAsync(node, "peer", node.Tree);
        await node.UntilPeersAsync(1);
        var imports = 0;
        node.Tree.Rule = _ => Volatile.Read(ref imports) == 1 ? BlockVerdict.Invalid(BlockError.FutureBlock) : BlockVerdict.Valid;
        node.Tree.BeforeImport = async _ =>
        {
            if (Interlocked.Increment(ref imports) == 1)
            {
                peer.Send(EthMessage.NewBlock, newBlock);
                await UntilHandledAsync(peer, node);
            }
        };

        peer.Send(EthMessage.NewBlock, newBlock);

        await node.UntilHeadAsync(block.Hash);
        Assert.Equal(2, imports);
    }

    private static async Task<ScriptedPeer> JoinAsync(TestNode node, string name, InMemoryBlockTree tree, EthStatus? status = null)
    {
        var peer = await ScriptedPeer.DialAsync(node.Enode, name, tree);
        peer.SayStatus(status ?? ScriptedPeer.StatusOf(tree));
        return peer;
    }

    /// <summary>A status as if the peer's head were an older block, so that only announcements tell of the newer ones.</summary>
    private static EthStatus StatusAt(InMemoryBlockTree tree, BlockHeader head) =>
        ScriptedPeer.StatusOf(tree) with { HeadHash = head.Hash, TotalDifficulty = tree.FindTotalDifficulty(head.Hash)!.Value };

    private static bool IsNews((int Code, ReadOnlyMemory<byte> Payload) message) => message.Code is EthMessage.NewBlock or EthMessage.NewBlockHashes;

    /// <summary>A question and its answer: what the peer sent before has been handled by then.</summary>
    private static async Task UntilHandledAsync(ScriptedPeer peer, TestNode node)
    {
        peer.Send(EthMessage.GetReceipts, EthCodec.EncodeRequest(99, new[] { node.Tree.Genesis.Hash }, EthCodec.WriteHashes));
        await peer.UntilReceivedAsync(EthMessage.Receipts);
    }
}
