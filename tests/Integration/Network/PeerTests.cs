using System.Net;
using System.Net.Sockets;
using PoaSidechain.Network;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Chains;
using PoaSidechain.Tests.TestKit.Peers;
using Xunit;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>Who gets in, who does not and why, and how sessions end.</summary>
public sealed class PeerTests
{
    [Fact]
    public async Task Two_nodes_describe_each_other()
    {
        var chain = ChainMaker.Extend(ChainMaker.Genesis, 3);
        await using var a = await TestNode.StartAsync("a", chain);
        await using var b = await TestNode.StartAsync("b", chain, TestNode.Options(a.Enode));
        await a.UntilPeersAsync(1);
        await b.UntilPeersAsync(1);

        var atA = Assert.Single(a.Service.Peers);
        var atB = Assert.Single(b.Service.Peers);

        Assert.Equal((b.Enode.Id, true, false), (atA.NodeId, atA.IsInbound, atA.IsStatic));
        Assert.Equal((a.Enode.Id, false, true), (atB.NodeId, atB.IsInbound, atB.IsStatic));
        Assert.Equal(atB.RemoteAddress, a.Service.Describe().ListenAddress);
        Assert.Equal(atA.RemoteAddress, atB.LocalAddress);
        Assert.Equal(["eth/68", "eth/67", "eth/66"], atA.Capabilities);
        Assert.Equal((68, chain[^1].Hash, b.Tree.HeadTotalDifficulty), (atA.EthVersion, atA.HeadHash, atA.TotalDifficulty));
        Assert.Equal(1337UL, a.Service.NetworkId);
    }

    [Theory]
    [InlineData(66)]
    [InlineData(67)]
    [InlineData(68)]
    public async Task A_peer_that_speaks_one_version_only_is_served(int version)
    {
        var chain = ChainMaker.Extend(ChainMaker.Genesis, 5, transactionsEvery: 2);
        await using var node = await TestNode.StartAsync("node", chain);
        await using var peer = await ScriptedPeer.DialAsync(node.Enode, "old", node.Tree, version);
        peer.SayStatus(ScriptedPeer.StatusOf(node.Tree, version));
        var status = EthCodec.DecodeStatus((await peer.UntilReceivedAsync(EthMessage.Status)).Span);

        peer.Send(EthMessage.GetBlockHeaders, EthCodec.EncodeRequest(7, HeadersRequest.From(2, 3), EthCodec.WriteHeadersRequest));
        peer.Send(EthMessage.GetReceipts, EthCodec.EncodeRequest(8, new[] { chain[1].Hash }, EthCodec.WriteHashes));
        var headers = await peer.UntilReceivedAsync(EthMessage.BlockHeaders);
        var receipts = await peer.UntilReceivedAsync(EthMessage.Receipts);

        Assert.Equal((version, chain[^1].Hash, 1337UL), (status.Version, status.HeadHash, status.NetworkId));
        Assert.Equal(7UL, EthCodec.DecodeRequestId(headers.Span, out var content));
        Assert.Equal(chain[1..4].Select(block => block.Header), EthCodec.ReadHeaders(ref content, 3));
        Assert.Equal(8UL, EthCodec.DecodeRequestId(receipts.Span, out content));
        Assert.Equal(2, Assert.Single(EthCodec.ReadReceipts(ref content, 1)).Length);
    }

    /// <summary>One host that holds connections open without a word has no more than its share of them, on loopback too; others get in meanwhile.</summary>
    [Fact]
    public async Task Unfinished_handshakes_of_one_address_are_bounded()
    {
        var options = new NetworkOptions { Port = 0, MaxPendingPeers = 20, MaxPendingPerAddress = 4 };
        await using var node = await TestNode.StartAsync("node", options: options);
        var target = new IPEndPoint(IPAddress.Loopback, node.Enode.Port);
        List<Socket> held = [];
        try
        {
            for (var i = 0; i < 24; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                held.Add(socket);
                await socket.ConnectAsync(target, TestContext.Current.CancellationToken);
            }

            // All but four are closed at once; the four stay until their time is over.
            var closed = held.Skip(4).Select(socket => socket.ReceiveAsync(new byte[1]));
            var answers = await Task.WhenAll(closed).WaitAsync(PeerConnector.HandshakeTimeout, TestContext.Current.CancellationToken);
            Assert.All(answers, static count => Assert.Equal(0, count));
            Assert.All(held.Take(4), static socket => Assert.False(socket.Poll(0, SelectMode.SelectRead)));

            await using var other = await ScriptedPeer.DialAsync(node.Enode, "other", node.Tree, from: IPAddress.Parse("127.0.0.2"));
            other.SayStatus(ScriptedPeer.StatusOf(node.Tree));
            await node.UntilPeersAsync(1);
        }
        finally
        {
            held.ForEach(static socket => socket.Dispose());
        }
    }

    /// <summary>A handshake that is done does not count any more, however many peers an address has.</summary>
    [Fact]
    public async Task Peers_do_not_count_as_unfinished_handshakes()
    {
        var options = new NetworkOptions { Port = 0, MaxPendingPerAddress = 1 };
        await using var node = await TestNode.StartAsync("node", options: options);
        List<ScriptedPeer> peers = [];
        try
        {
            for (var i = 1; i <= 4; i++)
            {
                peers.Add(await ScriptedPeer.DialAsync(node.Enode, $"peer {i}", node.Tree));
                peers[^1].SayStatus(ScriptedPeer.StatusOf(node.Tree));
                await node.UntilPeersAsync(i);
            }
        }
        finally
        {
            foreach (var peer in peers)
            {
                await peer.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Nodes_that_dial_each_other_at_once_end_with_one_session()
    {
        await using var a = await TestNode.StartAsync("a");
        await using var b = await TestNode.StartAsync("b");

        a.Service.AddPeer(b.Enode);
        b.Service.AddPeer(a.Enode);
        await a.UntilPeersAsync(1);
        await b.UntilPeersAsync(1);

        Assert.NotEqual(a.Service.Peers.Single().IsInbound, b.Service.Peers.Single().IsInbound);
    }

    [Fact]
    public async Task Of_two_dials_that_cross_the_higher_ids_stays_even_when_the_other_is_a_session_already()
    {
        await using var node = await TestNode.StartAsync("node");
        var name = Enumerable.Range(0, 100).Select(i => $"higher {i}").First(name =>
            NodeId.Of(TestKeys.Named(name)).ToArray().AsSpan().SequenceCompareTo(node.Enode.Id.ToArray()) > 0);
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        node.Service.AddPeer(new Enode(NodeId.Of(TestKeys.Named(name)), (IPEndPoint)listener.LocalEndpoint));
        await using var theirs = await ScriptedPeer.AcceptAsync(listener, name, node.Tree);
        theirs.SayStatus(ScriptedPeer.StatusOf(node.Tree));
        await node.UntilPeersAsync(1);

        await using var ours = await ScriptedPeer.DialAsync(node.Enode, name, node.Tree);
        ours.SayStatus(ScriptedPeer.StatusOf(node.Tree));

        Assert.Equal(DisconnectReason.AlreadyConnected, (await theirs.EndAsync()).Reason);
        await node.Changes.UntilAsync(() => node.Service.Peers is [{ IsInbound: true }], "the session that the higher id dialled");
    }

    [Fact]
    public async Task A_removed_peer_goes_and_a_peer_that_was_lost_is_dialled_again()
    {
        await using var a = await TestNode.StartAsync("a");
        await using var b = await TestNode.StartAsync("b", options: TestNode.Options(a.Enode));
        await b.UntilPeersAsync(1);

        b.Service.PeerManager.Active.Single().Session.End(new SessionEnd(DisconnectReason.NetworkError));
        await b.UntilPeersAsync(0);
        await b.UntilPeersAsync(1);
        Assert.True(b.Service.RemovePeer(a.Enode));
        await b.UntilPeersAsync(0);

        await a.UntilToldAsync(DisconnectReason.Requested);
        Assert.False(b.Service.RemovePeer(a.Enode));
    }

    [Fact]
    public async Task A_full_node_takes_trusted_peers_only()
    {
        var options = new NetworkOptions { Port = 0, MaxPeers = 1 };
        await using var full = await TestNode.StartAsync("full", options: options);
        await using var first = await TestNode.StartAsync("first", options: TestNode.Options(full.Enode));
        await full.UntilPeersAsync(1);

        await using var second = await TestNode.StartAsync("second", options: TestNode.Options(full.Enode));
        await second.UntilToldAsync(DisconnectReason.TooManyPeers);
        full.Service.AddTrustedPeer(second.Enode);

        await full.UntilPeersAsync(2);
    }

    [Fact]
    public async Task Inbound_places_run_out_before_all_places_do()
    {
        await using var node = await TestNode.StartAsync("node", options: new NetworkOptions { Port = 0, MaxPeers = 5, MaxInboundPeers = 0 });
        await using var other = await TestNode.StartAsync("other", options: TestNode.Options(node.Enode));

        await other.UntilToldAsync(DisconnectReason.TooManyPeers);
        node.Service.AddPeer(other.Enode);

        await node.UntilPeersAsync(1);
    }

    [Fact]
    public async Task A_node_does_not_talk_to_itself()
    {
        await using var node = await TestNode.StartAsync("node");
        await using var twin = await TestNode.StartAsync("node"); // the same key on another port

        Assert.False(node.Service.AddPeer(twin.Enode));
        var transport = await ScriptedPeer.ConnectAsync(node.Enode, TestKeys.Named("node"));
        await using var _ = transport;
        var message = await transport.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal((ulong)BaseMessage.Disconnect, message.Id);
        Assert.Equal(DisconnectReason.ConnectedToSelf, DisconnectMessage.Decode(message.Payload.Span));
    }

    [Fact]
    public async Task A_second_session_with_the_same_node_is_refused()
    {
        await using var node = await TestNode.StartAsync("node");
        await using var first = await ScriptedPeer.DialAsync(node.Enode, "peer", node.Tree);
        first.SayStatus(ScriptedPeer.StatusOf(node.Tree));
        await node.UntilPeersAsync(1);

        var second = await Assert.ThrowsAsync<RemoteDisconnectException>(() => ScriptedPeer.DialAsync(node.Enode, "peer", node.Tree));

        Assert.Equal(DisconnectReason.AlreadyConnected, second.Reason);
        Assert.Equal(1, node.Service.PeerCount);
    }

    [Fact]
    public async Task Another_key_than_the_one_dialled_gets_no_session()
    {
        await using var node = await TestNode.StartAsync("node");
        var wrong = node.Enode with { Id = NodeId.Of(TestKeys.Named("somebody else")) };
        await using var dialler = await TestNode.StartAsync("dialler", options: TestNode.Options(wrong));

        await node.UntilFaultAsync(PeerFault.InvalidHandshake);

        Assert.Equal(0, node.Service.PeerCount);
    }

    [Fact]
    public async Task Another_network_is_refused() =>
        await AssertRefusedAsync(PeerFault.WrongNetwork, new NetworkOptions { Port = 0, NetworkId = 7 });

    [Fact]
    public async Task Another_genesis_is_refused()
    {
        await using var node = await TestNode.StartAsync("node");
        await using var other = await TestNode.StartAsync(
            "other", options: TestNode.Options(node.Enode), genesis: ChainMaker.Genesis with { GasLimit = 1_000_000 });

        await node.UntilFaultAsync(PeerFault.WrongGenesis);
        await other.UntilFaultAsync(PeerFault.WrongGenesis);
    }

    [Fact]
    public async Task Other_forks_are_refused()
    {
        var spec = ChainMaker.Spec;
        var other = new ChainSpec(spec.ChainId, spec.BlockForks, [(Fork.Shanghai, ChainMaker.Genesis.Timestamp + 1)], 0, spec.Clique);
        await using var node = await TestNode.StartAsync("node", ChainMaker.Extend(ChainMaker.Genesis, 5));
        await using var forked = await TestNode.StartAsync(
            "forked", ChainMaker.Extend(ChainMaker.Genesis, 5), TestNode.Options(node.Enode), spec: other);

        await node.UntilFaultAsync(PeerFault.IncompatibleFork);
    }

    [Fact]
    public async Task A_status_of_another_version_is_refused()
    {
        await using var node = await TestNode.StartAsync("node");
        await using var peer = await ScriptedPeer.DialAsync(node.Enode, "peer", node.Tree);

        peer.SayStatus(ScriptedPeer.StatusOf(node.Tree, version: 66));

        await node.UntilFaultAsync(PeerFault.WrongProtocolVersion);
        Assert.Equal(DisconnectReason.SubprotocolError, (await peer.EndAsync()).Reason);
    }

    [Fact]
    public async Task A_banned_peer_stays_out_until_its_time_is_over()
    {
        var time = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        await using var node = await TestNode.StartAsync("node", time: time);
        await using (var peer = await ScriptedPeer.DialAsync(node.Enode, "peer", node.Tree))
        {
            peer.SayStatus(ScriptedPeer.StatusOf(node.Tree) with { NetworkId = 7 });
            await node.UntilFaultAsync(PeerFault.WrongNetwork);
        }

        var refused = await Assert.ThrowsAsync<RemoteDisconnectException>(() => ScriptedPeer.DialAsync(node.Enode, "peer", node.Tree));
        Assert.Equal(DisconnectReason.UselessPeer, refused.Reason);
        time.Advance(PeerFault.WrongNetwork.BanTime());
        await using var again = await ScriptedPeer.DialAsync(node.Enode, "peer", node.Tree);
        again.SayStatus(ScriptedPeer.StatusOf(node.Tree));

        await node.UntilPeersAsync(1);
        Assert.Empty(node.Service.Bans);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_peer_that_says_nothing_is_dropped_in_every_phase()
    {
        var time = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        await using var node = await TestNode.StartAsync("node", time: time);
        using var mute = new System.Net.Sockets.TcpClient();
        await mute.ConnectAsync(IPAddress.Parse(node.Enode.Host), node.Enode.Port, TestContext.Current.CancellationToken);
        while (TimedOut(node) < 1)
        {
            time.Advance(PeerConnector.HandshakeTimeout); // nothing shows when it was accepted; it can end in no other way, however late it is
            await Task.Yield();
        }

        await using var afterHandshake = await ScriptedPeer.ConnectAsync(node.Enode, TestKeys.Named("no hello"));
        await using var afterHello = await ScriptedPeer.DialAsync(node.Enode, "no status", node.Tree);
        await afterHello.UntilReceivedAsync(EthMessage.Status);
        await afterHandshake.ReadAsync(TestContext.Current.CancellationToken); // the node's Hello
        time.Advance(PeerConnector.HandshakeTimeout); // once: much more would also be the silence for which any session ends
        await Record.ExceptionAsync(async () => await afterHandshake.ReadAsync(TestContext.Current.CancellationToken)); // Disconnect, or only the end
        await afterHandshake.DisposeAsync(); // else the node would wait for it a moment longer, which on a clock that stands still is for ever
        await node.UntilEndAsync(_ => TimedOut(node) == 3, "three time-outs of handshakes");

        Assert.Equal(DisconnectReason.ReadTimeout, (await afterHello.EndAsync()).Reason);
    }

    private static int TimedOut(TestNode node) => node.Ends.Count(end => end.End.Fault == PeerFault.HandshakeTimeout);

    [Fact(Timeout = 60_000)]
    public async Task A_peer_that_falls_silent_is_pinged_and_dropped_after_30_seconds()
    {
        var time = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        await using var node = await TestNode.StartAsync("node", time: time);
        var key = TestKeys.Named("silent");
        var transport = await ScriptedPeer.ConnectAsync(node.Enode, key);
        using var session = await RlpxSession.OpenAsync(
            transport,
            new Hello(5, "silent", [new Capability("eth", 68)], 0, NodeId.Of(key)),
            EthProtocol.Supported,
            ScriptedPeer.Services(),
            TestContext.Current.CancellationToken);
        await transport.WriteAsync(16, EthCodec.EncodeStatus(ScriptedPeer.StatusOf(node.Tree)), TestContext.Current.CancellationToken);
        await node.UntilPeersAsync(1);
        while (!time.IsDueIn(FrameTransport.ReadTimeout))
        {
            await Task.Yield(); // the node waits for the next frame now
        }

        time.Advance(FrameTransport.ReadTimeout);

        var ids = new List<ulong>();
        do
        {
            ids.Add((await transport.ReadAsync(TestContext.Current.CancellationToken)).Id);
        }
        while (ids[^1] != BaseMessage.Disconnect);
        Assert.Contains((ulong)BaseMessage.Ping, ids);
        await transport.DisposeAsync();
        await node.UntilFaultAsync(PeerFault.ReadTimeout);
    }

    [Fact]
    public async Task A_stopping_node_says_so()
    {
        await using var a = await TestNode.StartAsync("a");
        var b = await TestNode.StartAsync("b", options: TestNode.Options(a.Enode));
        await a.UntilPeersAsync(1);

        await b.DisposeAsync();

        await a.UntilToldAsync(DisconnectReason.ClientQuitting);
        Assert.Equal(0, a.Service.PeerCount);
    }

    private static async Task AssertRefusedAsync(PeerFault fault, NetworkOptions options)
    {
        await using var other = await TestNode.StartAsync("other", options: options);
        await using var node = await TestNode.StartAsync("node", options: TestNode.Options(other.Enode));

        await node.UntilFaultAsync(fault);
        await other.UntilFaultAsync(fault);

        Assert.Equal(0, node.Service.PeerCount);
        Assert.Contains(node.Service.Bans, ban => ban.Fault == fault);
    }
}
