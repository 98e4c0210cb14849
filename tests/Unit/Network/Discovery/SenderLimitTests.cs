using System.Net;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Network.Discovery;

/// <summary>Floods of packets, from one sender and from many.</summary>
public sealed class SenderLimitTests : IAsyncDisposable
{
    private readonly TestDiscovery _us = new();
    private readonly PrivateKey _other = TestKeys.Named("other");

    public ValueTask DisposeAsync() => _us.DisposeAsync();

    [Fact]
    public void One_sender_is_heard_so_many_times_and_again_after_a_while()
    {
        Assert.Equal(SenderLimit.PerSenderAtOnce, Heard(SenderLimit.PerSenderAtOnce + 10, static _ => TestDiscovery.Elsewhere));
        Assert.Equal(DiscoveryFault.TooManyPackets, _us.Protocol.Receive(new byte[200], TestDiscovery.Elsewhere)); // not even read

        _us.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(SenderLimit.PerSenderPerSecond, Heard(SenderLimit.PerSenderPerSecond + 10, static _ => TestDiscovery.Elsewhere));
    }

    [Fact]
    public void Another_port_of_the_same_address_is_the_same_sender_and_so_is_an_IPv6_network()
    {
        Assert.Equal(SenderLimit.PerSenderAtOnce, Heard(200, static i => new IPEndPoint(TestDiscovery.Elsewhere.Address, 2000 + i)));
        Assert.Equal(SenderLimit.PerSenderAtOnce, Heard(200, static i => new IPEndPoint(IPAddress.Parse($"2a00:1450:4001:800::{i:x}"), 30303)));
    }

    [Fact]
    public void Nodes_that_share_a_local_address_are_counted_apart()
    {
        Assert.Equal(200, Heard(200, static i => new IPEndPoint(IPAddress.Loopback, 2000 + i)));
    }

    [Fact]
    public async Task A_flood_from_invented_addresses_is_cut_off_and_a_known_node_still_heard()
    {
        await _us.ProveAsync(_other);
        _us.Time.Advance(TimeSpan.FromSeconds(10)); // full allowances

        var heard = Heard(2000, static i => new IPEndPoint(new IPAddress([8, 9, (byte)(i / 250), (byte)(1 + (i % 250))]), 30303));

        Assert.Equal(SenderLimit.StrangersPerSecond, heard);
        Assert.Equal(DiscoveryFault.None, _us.Receive(_other, new FindNodeMessage(NodeId.Of(_other), _us.Soon)));
    }

    private int Heard(int count, Func<int, IPEndPoint> from)
    {
        var packet = DiscoveryCodec.Encode(_other, _us.Ping(), out _);
        return Enumerable.Range(0, count).Count(i => _us.Protocol.Receive(packet, from(i)) == DiscoveryFault.None);
    }
}
