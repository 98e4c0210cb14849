using System.Net;
using System.Text.Json;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using Xunit;

namespace PoaSidechain.Tests.Unit.Network.Discovery;

/// <summary>The discovery packets of EIP-8: other versions, further items, further bytes.</summary>
public sealed class DiscoveryVectorTests
{
    private const ulong ExpiresAt = 1136239445;

    // Read when first asked for: a skip thrown by a static initializer would be a failure.
    private static readonly Lazy<JsonElement> ReadVectors = new(() => TestKit.Vectors.Json("network-clique.tar.gz", "network/eip8/discv4-packets.json"));

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 1UL)]
    public void Reads_pings(int index, ulong? sequence)
    {
        var ping = Assert.IsType<PingMessage>(Decode(index).Message);

        Assert.Equal(new DiscoveryEndpoint(IPAddress.Loopback, 3322, 5544), ping.From);
        Assert.Equal(new DiscoveryEndpoint(IPAddress.IPv6Loopback, 2222, 3333), ping.To);
        Assert.Equal(ExpiresAt, ping.ExpiresAt);
        Assert.Equal(sequence, ping.RecordSequence);
    }

    [Fact]
    public void Reads_find_node()
    {
        var packet = Decode(2);

        var question = Assert.IsType<FindNodeMessage>(packet.Message);
        Assert.Equal(packet.Sender, question.Target); // the vector asks for its own signer
        Assert.Equal(ExpiresAt, question.Expiration);
    }

    [Fact]
    public void Reads_neighbours()
    {
        var answer = Assert.IsType<NeighboursMessage>(Decode(3).Message);

        Assert.Equal(
            [("99.33.22.55", 4444, 4445), ("1.2.3.4", 1, 1), ("2001:db8:3c4d:15::abcd:ef12", 3333, 3333), ("2001:db8:85a3:8d3:1319:8a2e:370:7348", 999, 1000)],
            answer.Nodes.Select(node => (node.Address.ToString(), node.UdpPort, node.TcpPort)));
        Assert.All(answer.Nodes, node => Assert.True(node.Id.IsValid));
        Assert.StartsWith("3155e1427f85f10a", answer.Nodes[0].Id.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExpiresAt, answer.Expiration);
    }

    [Theory]
    [InlineData(0, DiscoveryFault.HashMismatch)]
    [InlineData(40, DiscoveryFault.HashMismatch)]
    [InlineData(97, DiscoveryFault.HashMismatch)]
    [InlineData(-1, DiscoveryFault.HashMismatch)]
    internal void Refuses_a_packet_of_which_a_byte_was_changed(int at, DiscoveryFault expected)
    {
        var bytes = Bytes(0);
        bytes[at < 0 ? ^1 : at] ^= 1;

        Assert.Equal(expected, DiscoveryCodec.TryDecode(bytes, out _));
    }

    [Fact]
    public void Reads_ports_of_two_bytes_as_ethereumjs_writes_them()
    {
        var reader = new RlpReader([0xcb, 0x84, 127, 0, 0, 1, 0x82, 0x00, 0x35, 0x82, 0x00, 0x00]);

        Assert.Equal(new DiscoveryEndpoint(IPAddress.Loopback, 53, 0), DiscoveryEndpoint.Decode(ref reader));
    }

    [Fact]
    public void Encodes_what_it_reads()
    {
        using var key = new PrivateKey(Hex.Decode(Vectors.GetProperty("signer_private_key").GetString()));
        for (var i = 0; i < 4; i++)
        {
            var message = Decode(i).Message;

            var packet = DiscoveryCodec.Encode(key, message, out var hash);
            Assert.Equal(DiscoveryFault.None, DiscoveryCodec.TryDecode(packet, out var again));

            Assert.Equal(hash, again!.Hash);
            Assert.Equal(NodeId.Of(key), again.Sender);
            Assert.Equal(message.GetType(), again.Message.GetType());
            Assert.Equal(packet, DiscoveryCodec.Encode(key, again.Message, out _));
        }
    }

    private static DiscoveryPacket Decode(int index)
    {
        Assert.Equal(DiscoveryFault.None, DiscoveryCodec.TryDecode(Bytes(index), out var packet));
        using var key = new PrivateKey(Hex.Decode(Vectors.GetProperty("signer_private_key").GetString()));
        Assert.Equal(NodeId.Of(key), packet!.Sender);
        return packet;
    }

    private static JsonElement Vectors => ReadVectors.Value;

    private static byte[] Bytes(int index) => Hex.Decode(Vectors.GetProperty("packets")[index].GetProperty("input").GetString());
}
