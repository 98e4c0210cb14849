using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Network;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Unit.Network.Discovery;

/// <summary>The protocol of discovery without a socket: packets go in by <see cref="Receive"/> and come out in <see cref="Sent"/>.</summary>
internal sealed class TestDiscovery : IAsyncDisposable
{
    public static readonly IPEndPoint Elsewhere = new(IPAddress.Parse("8.8.4.4"), 30303);

    private readonly BackgroundTasks _tasks = new(NullLogger.Instance);
    private readonly List<(DiscoveryPacket Packet, int Bytes, IPEndPoint To)> _sent = [];

    public TestDiscovery(params IPNetwork[] restriction)
    {
        var services = Services(Time);
        Key = TestKeys.Named("us");
        Table = new NodeTable(NodeId.Of(Key), services.Dice, services.Metrics);
        var own = new OwnRecord(Key, static () => new ForkId(1, 2), Time)
        {
            Endpoint = new DiscoveryEndpoint(IPAddress.Parse("8.8.8.8"), 30303, 30303),
        };
        Protocol = new DiscoveryProtocol(Key, Table, own, new NetworkRestriction(restriction), _tasks, services)
        {
            Output = (packet, to) =>
            {
                DiscoveryCodec.TryDecode(packet.Span, out var sent);
                lock (_sent)
                {
                    _sent.Add((sent!, packet.Length, to));
                }

                OnSent(sent!, to);
            },
        };
    }

    public ManualTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    public PrivateKey Key { get; }

    public NodeTable Table { get; }

    public DiscoveryProtocol Protocol { get; }

    /// <summary>What was sent so far; the protocol's own tasks may go on sending.</summary>
    public IReadOnlyList<(DiscoveryPacket Packet, int Bytes, IPEndPoint To)> Sent
    {
        get
        {
            lock (_sent)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>Called with each packet that was sent.</summary>
    public Action<DiscoveryPacket, IPEndPoint> OnSent { get; set; } = static (_, _) => { };

    /// <summary>A time in the future.</summary>
    public ulong Soon => (ulong)Time.GetUtcNow().ToUnixTimeSeconds() + 20;

    public static DiscoveryServices Services(TimeProvider time) =>
        new(time, new Dice(new Random(1)), new NetworkMetrics(new Meters()), NullLogger.Instance);

    public DiscoveryFault Receive(PrivateKey sender, DiscoveryMessage message, IPEndPoint? from = null) =>
        Protocol.Receive(DiscoveryCodec.Encode(sender, message, out _), from ?? Elsewhere);

    public PingMessage Ping(ulong? expiresAt = null) => new(
        new DiscoveryEndpoint(Elsewhere.Address, Elsewhere.Port, 30304), new DiscoveryEndpoint(IPAddress.None, 0, 0), expiresAt ?? Soon, 1);

    /// <summary>Lets a node prove its address: we ping it, and it answers.</summary>
    public async Task ProveAsync(PrivateKey sender, IPEndPoint? from = null)
    {
        var at = from ?? Elsewhere;
        OnSent = (packet, _) =>
        {
            if (packet.Message is PingMessage)
            {
                Receive(sender, new PongMessage(new DiscoveryEndpoint(IPAddress.None, 0, 0), packet.Hash, Soon, 1), at);
            }
        };
        await Protocol.PingAsync(new DiscoveredNode(NodeId.Of(sender), at.Address, at.Port, 30304), CancellationToken.None);
        OnSent = static (_, _) => { };
        lock (_sent)
        {
            _sent.Clear();
        }
    }

    public ValueTask DisposeAsync() => _tasks.DisposeAsync();

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
