using PoaSidechain.Chain.Rules;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Chains;
using PoaSidechain.Tests.TestKit.Peers;
using Xunit;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>Catching up between real services over loopback sockets.</summary>
public sealed class SyncTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public async Task A_node_catches_up_2000_blocks_from_a_peer_that_is_ahead()
    {
        var chain = ChainMaker.Extend(ChainMaker.Genesis, 2000, transactionsEvery: 10);
        await using var ahead = await TestNode.StartAsync("ahead", chain);
        await using var behind = await TestNode.StartAsync("behind", options: TestNode.Options(ahead.Enode));

        await behind.UntilHeadAsync(chain[^1].Hash);

        Assert.Equal(ahead.Tree.HeadTotalDifficulty, behind.Tree.HeadTotalDifficulty);
        Assert.Equal(chain[1989].Transactions, behind.Tree.FindBody(chain[1989].Hash)!.Transactions);
    }

    [Fact]
    public async Task A_node_leaves_its_own_branch_for_a_heavier_one_of_a_deep_fork()
    {
        var common = ChainMaker.Extend(ChainMaker.Genesis, 300);
        var light = ChainMaker.Extend(common[99].Header, 150, branch: 1, difficulty: 1);
        await using var ahead = await TestNode.StartAsync("ahead", common);
        await using var forked = await TestNode.StartAsync("forked", [.. common[..100], .. light], TestNode.Options(ahead.Enode));

        await forked.UntilHeadAsync(common[^1].Hash);

        Assert.Equal(common[120].Hash, forked.Tree.FindHash(121));
    }

    [Fact]
    public async Task A_stalled_peer_is_left_for_another()
    {
        var tree = new InMemoryBlockTree(ChainMaker.Genesis);
        await tree.AddAsync(ChainMaker.Extend(ChainMaker.Genesis, 300, transactionsEvery: 1));
        var time = new ManualTimeProvider(Start);
        await using var node = await TestNode.StartAsync("node", time: time);
        await using var honest = await ScriptedPeer.DialAsync(node.Enode, "honest", tree);
        await using var stalled = await ScriptedPeer.DialAsync(node.Enode, "stalled", tree);
        stalled.IsSilentOn = static (code, _) => code == EthMessage.GetBlockHeaders;

        stalled.SayStatus(ScriptedPeer.StatusOf(tree) with { TotalDifficulty = tree.HeadTotalDifficulty + 1UL });
        await stalled.UntilReceivedAsync(EthMessage.GetBlockHeaders);
        honest.SayStatus(ScriptedPeer.StatusOf(tree));
        await node.UntilPeersAsync(2);
        time.Advance(RequestChannel.Timeout);

        await node.UntilHeadAsync(tree.Head.Hash);
    }

    [Fact(Timeout = 60_000)]
    public async Task Bodies_come_from_several_peers_and_the_share_of_one_that_stalls_goes_to_the_other()
    {
        var tree = new InMemoryBlockTree(ChainMaker.Genesis);
        await tree.AddAsync(ChainMaker.Extend(ChainMaker.Genesis, 7 * 32, transactionsEvery: 1));
        var time = new ManualTimeProvider(Start);
        await using var node = await TestNode.StartAsync("node", time: time);
        await using var stalled = await ScriptedPeer.DialAsync(node.Enode, "stalled", tree);
        await using var honest = await ScriptedPeer.DialAsync(node.Enode, "honest", tree);
        stalled.IsSilentOn = static (code, _) => code == EthMessage.GetBlockBodies;
        honest.IsSilentOn = static (code, _) => code == EthMessage.GetBlockHeaders;
        honest.BeforeAnswer = code => // or it might answer each so fast that it always has fewest open, and nobody else is ever asked
            code == EthMessage.GetBlockBodies ? stalled.UntilReceivedAsync(EthMessage.GetBlockBodies) : Task.CompletedTask;

        honest.SayStatus(ScriptedPeer.StatusOf(tree));
        var held = await honest.UntilReceivedAsync(EthMessage.GetBlockHeaders);
        stalled.SayStatus(ScriptedPeer.StatusOf(tree));
        await node.UntilPeersAsync(2);
        honest.IsSilentOn = static (_, _) => false;
        honest.Answer(EthMessage.GetBlockHeaders, held);
        await stalled.UntilReceivedAsync(EthMessage.GetBlockBodies);
        while (BodyRequests(honest) + BodyRequests(stalled) < 7 || InFlight(node, honest) > 0)
        {
            await Task.Yield(); // all seven batches are asked for, and only the stalled peer owes answers
        }

        time.Advance(RequestChannel.Timeout);

        await node.UntilHeadAsync(tree.Head.Hash);
    }

    [Fact]
    public async Task A_peer_that_is_late_with_bodies_once_is_left_alone_for_a_while_and_not_banned()
    {
        var tree = new InMemoryBlockTree(ChainMaker.Genesis);
        await tree.AddAsync(ChainMaker.Extend(ChainMaker.Genesis, 5, transactionsEvery: 1));
        var time = new ManualTimeProvider(Start);
        await using var node = await TestNode.StartAsync("node", time: time);
        await using var late = await ScriptedPeer.DialAsync(node.Enode, "late", tree);
        late.IsSilentOn = static (code, _) => code == EthMessage.GetBlockBodies;

        late.SayStatus(ScriptedPeer.StatusOf(tree));
        await late.UntilReceivedAsync(EthMessage.GetBlockBodies);
        time.Advance(RequestChannel.Timeout);
        while (node.Service.SyncStatus is not null)
        {
            await Task.Yield(); // the round is over
        }

        Assert.Empty(node.Service.Bans);
        late.IsSilentOn = static (_, _) => false;
        time.Advance(TimeSpan.FromSeconds(15)); // its rest
        await using var newcomer = await ScriptedPeer.DialAsync(node.Enode, "newcomer", new InMemoryBlockTree(ChainMaker.Genesis));
        newcomer.SayStatus(ScriptedPeer.StatusOf(new InMemoryBlockTree(ChainMaker.Genesis))); // makes the synchronizer look at its peers again
        await node.UntilHeadAsync(tree.Head.Hash);
    }

    [Fact]
    public async Task A_peer_with_a_bad_block_is_dropped_and_banned_with_the_reason()
    {
        var chain = ChainMaker.Extend(ChainMaker.Genesis, 120);
        await using var liar = await TestNode.StartAsync("liar", chain);
        await using var node = await TestNode.StartAsync("node");
        node.Tree.Rule = block => block.Number == 100 ? BlockVerdict.Invalid(BlockError.CliqueUnauthorizedSigner, "nobody") : BlockVerdict.Valid;

        node.Service.AddPeer(liar.Enode);
        var end = await node.UntilFaultAsync(PeerFault.InvalidBlock);

        Assert.Equal(99UL, node.Tree.Head.Number);
        Assert.Contains("clique.unauthorized_signer: nobody", end.Detail, StringComparison.Ordinal);
        var ban = Assert.Single(node.Service.Bans);
        Assert.Equal((liar.Enode.Id, PeerFault.InvalidBlock), (ban.Id, ban.Fault));
        await liar.UntilToldAsync(DisconnectReason.SubprotocolError);
    }

    [Fact]
    public async Task A_peer_that_withholds_its_blocks_is_dropped()
    {
        var tree = new InMemoryBlockTree(ChainMaker.Genesis);
        await tree.AddAsync(ChainMaker.Extend(ChainMaker.Genesis, 50, transactionsEvery: 5));
        await using var node = await TestNode.StartAsync("node");
        await using var peer = await ScriptedPeer.DialAsync(node.Enode, "withholding", tree);
        peer.Lie = (code, payload) => code == EthMessage.GetBlockBodies
            ? (EthMessage.BlockBodies, EthCodec.EncodeRequest(EthCodec.DecodeRequestId(payload.Span, out _), 0, static (writer, _) => writer.EndList(writer.BeginList())))
            : null;

        peer.SayStatus(ScriptedPeer.StatusOf(tree));

        await node.UntilFaultAsync(PeerFault.WithheldBlocks);
        Assert.Equal(DisconnectReason.UselessPeer, (await peer.EndAsync()).Reason);
    }

    [Fact]
    public async Task Headers_that_are_no_chain_end_the_session()
    {
        var tree = new InMemoryBlockTree(ChainMaker.Genesis);
        await tree.AddAsync(ChainMaker.Extend(ChainMaker.Genesis, 50));
        var gap = new[] { tree.FindHeader(1)!, tree.FindHeader(3)! };
        await using var node = await TestNode.StartAsync("node");
        await using var peer = await ScriptedPeer.DialAsync(node.Enode, "gap", tree);
        peer.Lie = (code, payload) =>
        {
            if (code != EthMessage.GetBlockHeaders)
            {
                return null;
            }

            var id = EthCodec.DecodeRequestId(payload.Span, out var content);
            return EthCodec.ReadHeadersRequest(ref content) is { StartHash: null, StartNumber: 1 }
                ? (EthMessage.BlockHeaders, EthCodec.EncodeRequest(id, gap, EthCodec.WriteHeaders))
                : null;
        };

        peer.SayStatus(ScriptedPeer.StatusOf(tree));

        await node.UntilFaultAsync(PeerFault.WrongResponse);
    }

    [Fact]
    public async Task A_slow_importer_holds_up_the_download()
    {
        var chain = ChainMaker.Extend(ChainMaker.Genesis, 3000);
        var tree = new InMemoryBlockTree(ChainMaker.Genesis);
        await tree.AddAsync(chain);
        await using var node = await TestNode.StartAsync("node");
        await using var peer = await ScriptedPeer.DialAsync(node.Enode, "ahead", tree);
        var furthest = 0UL;
        node.Tree.BeforeImport = async block =>
        {
            await peer.UntilReceivedAsync(EthMessage.GetBlockHeaders, payload => StartOf(payload) > 1); // let it run ahead as far as it may
            furthest = Math.Max(furthest, Math.Max(peer.Received.Where(IsHeadersRequest).Max(message => StartOf(message.Payload)), block.Number) - block.Number);
        };

        peer.SayStatus(ScriptedPeer.StatusOf(tree));
        await node.UntilHeadAsync(chain[^1].Hash);

        // The importer's window, the batches of bodies in flight, and one batch of headers at each end.
        Assert.InRange(furthest, 1UL, (ulong)((32 * 8) + (2 * 192)));
    }

    [Fact]
    public async Task What_a_round_imports_is_no_news_but_the_head_is_announced_at_its_end()
    {
        var chain = ChainMaker.Extend(ChainMaker.Genesis, 100);
        await using var ahead = await TestNode.StartAsync("ahead", chain);
        await using var node = await TestNode.StartAsync("node");
        await using var watcher = await ScriptedPeer.DialAsync(node.Enode, "watcher", new InMemoryBlockTree(ChainMaker.Genesis));
        watcher.SayStatus(ScriptedPeer.StatusOf(new InMemoryBlockTree(ChainMaker.Genesis)));
        await node.UntilPeersAsync(1);

        node.Service.AddPeer(ahead.Enode);
        var announced = await watcher.UntilReceivedAsync(EthMessage.NewBlockHashes);

        Assert.Equal([new BlockAnnouncement(chain[^1].Hash, 100)], EthCodec.DecodeBlockAnnouncements(announced.Span));
        Assert.DoesNotContain(watcher.Received, message => message.Code == EthMessage.NewBlock);
    }

    private static int BodyRequests(ScriptedPeer peer) => peer.Received.Count(message => message.Code == EthMessage.GetBlockBodies);

    private static int InFlight(TestNode node, ScriptedPeer peer) =>
        node.Service.PeerManager.Active.Single(active => active.Id == peer.Id).Eth.RequestsInFlight;

    private static bool IsHeadersRequest((int Code, ReadOnlyMemory<byte> Payload) message) => message.Code == EthMessage.GetBlockHeaders;

    private static ulong StartOf(ReadOnlyMemory<byte> payload)
    {
        EthCodec.DecodeRequestId(payload.Span, out var content);
        return EthCodec.ReadHeadersRequest(ref content).StartNumber;
    }
}
