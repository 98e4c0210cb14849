using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using PoaSidechain.Network;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Chains;
using PoaSidechain.Tests.TestKit.Peers;
using Xunit;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>Nodes that find each other over UDP on this machine.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), "nodes-" + Guid.NewGuid().ToString("N"));

    public void Dispose() => File.Delete(_file);

    [Fact(Timeout = 120_000)]
    public async Task Five_nodes_find_each_other_by_one_bootnode()
    {
        await using var boot = await TestNode.StartAsync("boot", options: Options());
        var others = new List<TestNode>();
        try
        {
            for (var i = 0; i < 4; i++)
            {
                others.Add(await TestNode.StartAsync($"node {i}", options: Options(boot.Enode)));
            }

            foreach (var node in others.Append(boot))
            {
                await node.UntilPeersAsync(4);
                while (node.Service.Discovery!.Table.Entries.Count < 4)
                {
                    await Task.Yield(); // one that was too busy to answer a ping is forgotten, and comes back by its own
                }
            }

            // What others read of us is our record, with our ports and our fork id.
            Assert.Equal(DiscoveryFault.None, NodeRecord.TryParse(boot.Service.Describe().NodeRecord!, out var record));
            Assert.Equal(
                (boot.Enode.Id, (int?)boot.Enode.Port, (int?)boot.Enode.DiscoveryPort, IPAddress.Loopback),
                (record!.Id, record.TcpPort, record.UdpPort, record.Address));
            Assert.Equal(ScriptedPeer.StatusOf(boot.Tree).ForkId, record.ForkId);
        }
        finally
        {
            foreach (var node in others)
            {
                await node.DisposeAsync();
            }
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_node_that_starts_again_finds_by_its_file_whom_it_knew()
    {
        await using var other = await TestNode.StartAsync("other", options: Options());
        await using (var node = await TestNode.StartAsync("node", options: WithFile(other.Enode)))
        {
            await node.UntilPeersAsync(1);
        }

        await other.UntilPeersAsync(0);
        await using var again = await TestNode.StartAsync("node", options: WithFile());

        await again.UntilPeersAsync(1);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_node_of_another_chain_is_known_but_not_dialled()
    {
        var genesis = ChainMaker.Genesis with { GasLimit = ChainMaker.Genesis.GasLimit + 1 };
        await using var foreign = await TestNode.StartAsync("foreign", options: Options(), genesis: genesis);
        await using var node = await TestNode.StartAsync("node", options: Options(foreign.Enode));
        await using var friend = await TestNode.StartAsync("friend", options: Options(foreign.Enode));

        await node.Changes.UntilAsync(() => node.Service.PeerManager.Active is [var peer] && peer.Id == friend.Enode.Id, "the friend");
        await friend.UntilPeersAsync(1);

        Assert.Contains(node.Service.Discovery!.Table.Entries, entry => entry.Node.Id == foreign.Enode.Id);
        Assert.DoesNotContain(node.Ends, end => end.Id == foreign.Enode.Id); // not even a Status was exchanged
        Assert.Empty(foreign.Ends);
        Assert.Empty(node.Service.Bans);
    }

    [Fact(Timeout = 120_000)]
    public async Task Bad_packets_on_the_socket_are_refused_by_name_and_good_ones_still_answered()
    {
        await using var node = await TestNode.StartAsync("node", options: Options());
        var refused = new ConcurrentQueue<DiscoveryFault>();
        var changes = new Changes();
        node.Service.Discovery!.Protocol.Refused += (_, fault) =>
        {
            refused.Enqueue(fault);
            changes.Notify();
        };
        using var key = TestKeys.Named("stranger");
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Connect(IPAddress.Loopback, node.Enode.DiscoveryPort);
        var soon = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 20;
        var ping = DiscoveryCodec.Encode(key, Ping(soon), out var hash);

        foreach (var (packet, fault) in new (byte[] Packet, DiscoveryFault Fault)[]
        {
            ([1, 2, 3], DiscoveryFault.PacketTooSmall),
            (new byte[3000], DiscoveryFault.PacketTooLarge),
            ([.. ping[..^1], (byte)(ping[^1] ^ 1)], DiscoveryFault.HashMismatch),
            (DiscoveryCodec.Encode(key, Ping(1_700_000_000), out _), DiscoveryFault.Expired),
            (DiscoveryCodec.Encode(key, new FindNodeMessage(NodeId.Of(key), soon), out _), DiscoveryFault.NoEndpointProof),
            (DiscoveryCodec.Encode(key, new PongMessage(new DiscoveryEndpoint(IPAddress.Loopback, 0, 0), hash, soon, null), out _), DiscoveryFault.Unsolicited),
        })
        {
            await socket.SendAsync(packet, TestContext.Current.CancellationToken);
            await changes.UntilAsync(() => refused.Contains(fault), fault.ToString());
        }

        Assert.Equal(6, refused.Count);
        await AnswerPingAsync(socket, key, ping, soon);
        var question = DiscoveryCodec.Encode(key, new FindNodeMessage(NodeId.Of(key), soon), out _);
        await socket.SendAsync(question, TestContext.Current.CancellationToken);
        await socket.SendAsync(question, TestContext.Current.CancellationToken);
        Assert.IsType<NeighboursMessage>((await ReceiveAsync(socket)).Message);
        await changes.UntilAsync(() => refused.Contains(DiscoveryFault.Replayed), "the refusal of a question that came again");
    }

    [Fact(Timeout = 120_000)]
    public async Task Nodes_outside_the_allowed_networks_are_neither_found_nor_dialled_nor_let_in()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var closed = await TestNode.StartAsync("closed", options: new NetworkOptions
        {
            Port = 0,
            NetRestrict = [IPNetwork.Parse("10.0.0.0/8")],
            Discovery = Discovery(null),
        });
        closed.Service.Discovery!.Protocol.Refused += (_, fault) =>
        {
            if (fault == DiscoveryFault.RestrictedAddress)
            {
                asked.TrySetResult();
            }
        };
        await using var open = await TestNode.StartAsync("open", options: Options(closed.Enode));
        closed.Service.AddPeer(open.Enode);
        using var dialler = new TcpClient();
        await dialler.ConnectAsync(IPAddress.Loopback, closed.Enode.Port, TestContext.Current.CancellationToken);

        Assert.Equal(0, await dialler.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken)); // closed without a word
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(closed.Ends);
        Assert.Empty(closed.Service.Discovery!.Table.Entries);
        Assert.Empty(open.Service.Discovery!.Table.Entries);
        Assert.Equal(0, open.Service.PeerCount);
    }

    /// <summary>Pings, takes pong and the node's own ping, and answers that: both sides are proven then.</summary>
    private static async Task AnswerPingAsync(UdpClient socket, PrivateKey key, byte[] ping, ulong soon)
    {
        await socket.SendAsync(ping, TestContext.Current.CancellationToken);
        for (var isProven = false; !isProven;)
        {
            var packet = await ReceiveAsync(socket);
            if (packet.Message is PingMessage)
            {
                var pong = new PongMessage(new DiscoveryEndpoint(IPAddress.Loopback, 0, 0), packet.Hash, soon, null);
                await socket.SendAsync(DiscoveryCodec.Encode(key, pong, out _), TestContext.Current.CancellationToken);
                isProven = true;
            }
        }
    }

    private static async Task<DiscoveryPacket> ReceiveAsync(UdpClient socket)
    {
        var received = await socket.ReceiveAsync(TestContext.Current.CancellationToken);
        Assert.Equal(DiscoveryFault.None, DiscoveryCodec.TryDecode(received.Buffer, out var packet));
        return packet!;
    }

    private static PingMessage Ping(ulong expiresAt)
    {
        var endpoint = new DiscoveryEndpoint(IPAddress.Loopback, 30303, 0);
        return new PingMessage(endpoint, endpoint, expiresAt, null);
    }

    private static NetworkOptions Options(params Enode[] bootnodes) => new() { Port = 0, Discovery = Discovery(null, bootnodes) };

    private NetworkOptions WithFile(params Enode[] bootnodes) => new() { Port = 0, Discovery = Discovery(_file, bootnodes) };

    private static DiscoveryOptions Discovery(string? file, params Enode[] bootnodes) => new()
    {
        Bootnodes = bootnodes,
        NodesFile = file,
        SearchInterval = TimeSpan.FromMilliseconds(200),
    };
}
