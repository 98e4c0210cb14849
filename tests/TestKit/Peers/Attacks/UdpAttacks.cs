using System.Net;
using System.Net.Sockets;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Peers;

namespace PoaSidechain.Tests.TestKit.Peers.Attacks;

/// <summary>Attacks on discovery. Each worker has a socket of its own, so that the node sees as many senders as there are workers.</summary>
internal static class UdpAttacks
{
    private const int Burst = 64;

    /// <summary>Some 12,000 packets a second from a worker: more would measure the attacker, who shares the machine.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private static readonly DiscoveryEndpoint Nowhere = new(IPAddress.Loopback, 1, 1);

    public static IReadOnlyList<Attack> All { get; } =
    [
        Packets("random packets", static random => RlpxAttacks.Bytes(random, random.Next(0, 1400))),
        Packets("packets with a good hash, random inside", static random => DiscoveryPackets.WithHash(RlpxAttacks.Bytes(random, random.Next(66, 1200)))),
        Signed("pings", static () => new PingMessage(Nowhere, Nowhere, Soon(), 1)),
        Signed("questions without endpoint proof", static () => new FindNodeMessage(NodeId.Of(TestKeys.A), Soon())),
        Signed("neighbours nobody asked for", static () => new NeighboursMessage([], Soon())),
        Signed("expired pings", static () => new PingMessage(Nowhere, Nowhere, 1, 1)),
        Signed("pings from new sockets all the time", static () => new PingMessage(Nowhere, Nowhere, Soon(), 1), hops: true),
    ];

    private static Attack Packets(string name, Func<Random, byte[]> make, bool hops = false) => new("UDP: " + name, IsUdp: true, async (target, random, count, cancellation) =>
    {
        while (!cancellation.IsCancellationRequested)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            count.Connected();
            do
            {
                for (var i = 0; i < Burst; i++)
                {
                    var packet = make(random);
                    await socket.SendToAsync(packet, target.Udp!, CancellationToken.None);
                    count.Sent(packet.Length);
                }

                await Task.Delay(Pause, CancellationToken.None);
            }
            while (!hops && !cancellation.IsCancellationRequested);
        }
    });

    /// <summary>Signed packets; a hundred made beforehand, because to make one costs more than to refuse it.</summary>
    private static Attack Signed(string name, Func<DiscoveryMessage> message, bool hops = false)
    {
        var packets = new Lazy<byte[][]>(() => [.. Enumerable.Range(0, 100).Select(i => DiscoveryCodec.Encode(TestKeys.Named($"sender {i}"), message(), out _))]);
        return Packets(name, random => packets.Value[random.Next(packets.Value.Length)], hops);
    }

    private static ulong Soon() => (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3600;
}
