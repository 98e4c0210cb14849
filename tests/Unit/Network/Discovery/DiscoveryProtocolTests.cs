using System.Net;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Network.Discovery;

/// <summary>What discovery answers, and what it refuses and why.</summary>
public sealed class DiscoveryProtocolTests : IAsyncDisposable
{
    private readonly TestDiscovery _us = new();
    private readonly PrivateKey _other = TestKeys.Named("other");

    public ValueTask DisposeAsync() => _us.DisposeAsync();

    [Fact]
    public void Answers_a_ping_with_its_hash_and_no_more_bytes_than_it_had()
    {
        var ping = DiscoveryCodec.Encode(_other, _us.Ping(), out var hash);

        Assert.Equal(DiscoveryFault.None, _us.Protocol.Receive(ping, TestDiscovery.Elsewhere));

        var (packet, bytes, to) = _us.Sent[0];
        var pong = Assert.IsType<PongMessage>(packet.Message);
        Assert.Equal(hash, pong.PingHash);
        Assert.Equal(new DiscoveryEndpoint(TestDiscovery.Elsewhere.Address, TestDiscovery.Elsewhere.Port, 30304), pong.To);
        Assert.Equal(TestDiscovery.Elsewhere, to);
        Assert.InRange(bytes, 1, ping.Length + 32); // the hash of the ping in place of an endpoint
        Assert.Empty(_us.Table.Entries); // a ping proves nothing
    }

    [Fact]
    public async Task Answers_find_node_only_to_who_has_proven_its_address()
    {
        var question = new FindNodeMessage(NodeId.Of(_other), _us.Soon);

        Assert.Equal(DiscoveryFault.NoEndpointProof, _us.Receive(_other, question));
        Assert.Equal(DiscoveryFault.NoEndpointProof, _us.Receive(_other, new RecordRequestMessage(_us.Soon)));
        Assert.Empty(_us.Sent);

        await _us.ProveAsync(_other);
        Assert.Equal(DiscoveryFault.None, _us.Receive(_other, question));
        Assert.Equal(DiscoveryFault.None, _us.Receive(_other, new RecordRequestMessage(_us.Soon)));
        Assert.Equal(
            [DiscoveryMessageType.Neighbours, DiscoveryMessageType.RecordResponse], _us.Sent.Select(sent => sent.Packet.Message.Type));

        // The proof is for one address, and for 12 hours.
        var moved = new IPEndPoint(IPAddress.Parse("8.8.4.5"), 30303);
        Assert.Equal(DiscoveryFault.NoEndpointProof, _us.Receive(_other, new RecordRequestMessage(_us.Soon + 1), moved));
        _us.Time.Advance(EndpointProofs.Lifetime);
        Assert.Equal(DiscoveryFault.NoEndpointProof, _us.Receive(_other, new RecordRequestMessage(_us.Soon)));
    }

    [Fact]
    public async Task Refuses_a_question_that_comes_again()
    {
        await _us.ProveAsync(_other);
        var question = new FindNodeMessage(NodeId.Of(_other), _us.Soon);

        Assert.Equal(DiscoveryFault.None, _us.Receive(_other, question));
        Assert.Equal(DiscoveryFault.Replayed, _us.Receive(_other, question));

        Assert.Single(_us.Sent);
    }

    [Fact]
    public void Refuses_packets_that_are_expired_forged_or_of_the_wrong_size()
    {
        Assert.Equal(DiscoveryFault.Expired, _us.Receive(_other, _us.Ping(_us.Soon - 21)));
        Assert.Equal(DiscoveryFault.OwnKey, _us.Receive(_us.Key, _us.Ping()));
        var packet = DiscoveryCodec.Encode(_other, _us.Ping(), out _);
        Assert.Equal(DiscoveryFault.PacketTooSmall, Receive(packet[..97]));
        Assert.Equal(DiscoveryFault.PacketTooLarge, Receive([.. packet, .. new byte[1281 - packet.Length]]));
        Assert.Equal(DiscoveryFault.HashMismatch, Receive([.. packet, 0]));
        Assert.Equal(DiscoveryFault.InvalidSignature, Receive(Rehashed(packet, 96, 4)));
        Assert.Equal(DiscoveryFault.UnknownType, Receive(Rehashed(packet, 97, 7)));
        Assert.Equal(DiscoveryFault.Malformed, Receive(Rehashed(packet, 98, 0x80)));
        Assert.Empty(_us.Sent);
    }

    [Fact]
    public void Takes_a_changed_signature_for_another_senders_who_has_proven_nothing()
    {
        var packet = DiscoveryCodec.Encode(_other, new FindNodeMessage(NodeId.Of(_other), _us.Soon), out _);

        Assert.True(Receive(Rehashed(packet, 40, 1)) is DiscoveryFault.NoEndpointProof or DiscoveryFault.InvalidSignature);
    }

    [Fact]
    public async Task Refuses_answers_that_nobody_asked_for()
    {
        Assert.Equal(DiscoveryFault.Unsolicited, _us.Receive(_other, new PongMessage(At(TestDiscovery.Elsewhere), Hash256.Zero, _us.Soon, 1)));
        Assert.Equal(DiscoveryFault.Unsolicited, _us.Receive(_other, new NeighboursMessage([], _us.Soon)));
        Assert.Equal(DiscoveryFault.Unsolicited, _us.Receive(_other, new RecordResponseMessage(Hash256.Zero, new byte[] { 0xc0 })));

        // A pong with another ping's hash while a ping is open.
        var verdict = DiscoveryFault.None;
        _us.OnSent = (_, _) => verdict = _us.Receive(_other, new PongMessage(At(TestDiscovery.Elsewhere), Hash256.Zero, _us.Soon, 1));
        var ping = _us.Protocol.PingAsync(Node(_other, TestDiscovery.Elsewhere), TestContext.Current.CancellationToken);
        _us.Time.Advance(PendingReplies.Timeout);
        Assert.False(await ping);
        Assert.Equal(DiscoveryFault.Unsolicited, verdict);
        Assert.Empty(_us.Table.Entries);
    }

    [Fact]
    public async Task Neither_takes_nor_asks_what_is_outside_the_allowed_networks()
    {
        await using var us = new TestDiscovery(IPNetwork.Parse("10.0.0.0/8"));

        Assert.Equal(DiscoveryFault.RestrictedAddress, us.Receive(_other, us.Ping()));
        Assert.Equal(DiscoveryFault.None, us.Receive(_other, us.Ping(), new IPEndPoint(IPAddress.Parse("10.1.2.3"), 30303)));
        Assert.False(await us.Protocol.PingAsync(Node(_other, TestDiscovery.Elsewhere), TestContext.Current.CancellationToken));
        Assert.DoesNotContain(us.Sent, sent => sent.To.Equals(TestDiscovery.Elsewhere));
    }

    [Fact]
    public async Task An_answer_of_sixteen_takes_two_packets_below_the_limit()
    {
        for (var i = 0; i < 40; i++)
        {
            await _us.ProveAsync(TestKeys.Named($"node {i}"), new IPEndPoint(IPAddress.Parse($"2600:{i + 1:x}00::1"), 30303));
        }

        await _us.ProveAsync(_other);
        _us.Receive(_other, new FindNodeMessage(NodeId.Of(_other), _us.Soon));

        Assert.Equal([12, 4], _us.Sent.Select(sent => ((NeighboursMessage)sent.Packet.Message).Nodes.Count));
        Assert.All(_us.Sent, sent => Assert.InRange(sent.Bytes, 1, DiscoveryCodec.MaxPacketBytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_a_proven_sender_signs_gets_a_verdict_and_no_exception(int seed)
    {
        await _us.ProveAsync(_other);
        var random = new Random(seed);
        var later = _us.Soon + 600;
        DiscoveryMessage[] good =
        [
            _us.Ping(later), new PongMessage(At(TestDiscovery.Elsewhere), Hash256.Zero, later, 1), new FindNodeMessage(NodeId.Of(_other), later),
            new NeighboursMessage([Node(_other, TestDiscovery.Elsewhere)], later), new RecordRequestMessage(later),
            new RecordResponseMessage(Hash256.Zero, new byte[] { 0xc3, 1, 2, 3 }),
        ];
        var verdicts = new HashSet<DiscoveryFault>();
        for (var i = 0; i < 3000; i++)
        {
            _us.Time.Advance(TimeSpan.FromSeconds(1.0 / SenderLimit.PerSenderPerSecond));
            var packet = DiscoveryCodec.Encode(_other, good[random.Next(good.Length)], out _)[97..];
            for (var changes = random.Next(4); changes > 0; changes--)
            {
                packet[random.Next(packet.Length)] = (byte)random.Next(256);
            }

            verdicts.Add(Receive(Sealed(packet[..random.Next(packet.Length / 2, packet.Length + 1)])));
        }

        Assert.Superset(
            new HashSet<DiscoveryFault>
            {
                DiscoveryFault.None, DiscoveryFault.Malformed, DiscoveryFault.UnknownType, DiscoveryFault.Unsolicited, DiscoveryFault.Expired, DiscoveryFault.Replayed,
            },
            verdicts);
    }

    private static DiscoveryEndpoint At(IPEndPoint endpoint) => new(endpoint.Address, endpoint.Port, 0);

    private static DiscoveredNode Node(PrivateKey key, IPEndPoint at) => new(NodeId.Of(key), at.Address, at.Port, 30304);

    private static byte[] Rehashed(byte[] packet, int at, byte value)
    {
        byte[] changed = [.. packet];
        changed[at] = value;
        Keccak256.Hash(changed.AsSpan(32)).CopyTo(changed);
        return changed;
    }

    /// <summary>Type and data, signed and hashed as they are.</summary>
    private byte[] Sealed(byte[] content)
    {
        byte[] packet = [.. new byte[32], .. _other.Sign(Keccak256.Hash(content)).ToArray(), .. content];
        Keccak256.Hash(packet.AsSpan(32)).CopyTo(packet);
        return packet;
    }

    private DiscoveryFault Receive(byte[] packet) => _us.Protocol.Receive(packet, TestDiscovery.Elsewhere);
}
