using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Discovery;

/// <summary>Finds other nodes and lets itself be found: discv4 with node records (EIP-868), over one UDP socket.</summary>
/// <remarks>
/// Flow: <see cref="DiscoverySocket"/> → <see cref="DiscoveryProtocol"/> (verdicts, answers) → <see cref="NodeTable"/>; <see cref="TableKeeper"/> fills it and
/// checks it; <see cref="CandidateFinder"/> takes from it what is worth dialling. Thread: any, after <see cref="Start"/>. Start and stop once.
/// </remarks>
internal sealed partial class DiscoveryService : IDisposable
{
    private readonly NetworkOptions _options;
    private readonly DiscoveryOptions _discovery;
    private readonly BackgroundTasks _tasks;
    private readonly DiscoveryServices _services;
    private readonly OwnRecord _own;
    private readonly TableKeeper _keeper;
    private readonly CandidateFinder _candidates;
    private DiscoverySocket? _socket;

    public DiscoveryService(
        NetworkOptions options, DiscoveryOptions discovery, PrivateKey key, ChainIdentity chain, BackgroundTasks tasks, DiscoveryServices services)
    {
        _options = options;
        _discovery = discovery;
        _tasks = tasks;
        _services = services;
        _own = new OwnRecord(key, () => chain.ForkId, services.Time);
        Table = new NodeTable(NodeId.Of(key), services.Dice, services.Metrics);
        Protocol = new DiscoveryProtocol(key, Table, _own, new NetworkRestriction(options.NetRestrict), tasks, services)
        {
            Output = (packet, to) => _socket!.Send(packet.Span, to),
        };
        var lookup = new NodeLookup(Protocol, Table, services);
        _keeper = new TableKeeper(discovery, Protocol, lookup, Table, NodeId.Of(key), services);
        _candidates = new CandidateFinder(Protocol, lookup, Table, chain.IsCompatible, services);
    }

    /// <summary>The UDP port; null before the start.</summary>
    public int? Port => _socket?.Local.Port;

    /// <summary>Our node record.</summary>
    public NodeRecord Record => _own.Current;

    /// <summary>The nodes that we know.</summary>
    public NodeTable Table { get; }

    /// <summary>Packets in and out.</summary>
    public DiscoveryProtocol Protocol { get; }

    /// <summary>Opens the port and starts.</summary>
    /// <param name="tcp">Where we listen for peers, by the address under which others know us; port 0 when we do not.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public void Start(IPEndPoint tcp)
    {
        _socket = Open(tcp.Port);
        _own.Endpoint = new DiscoveryEndpoint(tcp.Address, _socket.Local.Port, tcp.Port);
        _tasks.Start("discovery", ReceiveAsync);
        _tasks.Start("discovery refresh", _keeper.RefreshAsync);
        _tasks.Start("discovery check", _keeper.CheckAsync);
        _tasks.Start("discovery save", _keeper.SaveAsync);
        Log.Started(_services.Logger, _socket.Local, Record.ToString());
    }

    /// <summary>Looks around once and says whom one may dial.</summary>
    public Task<IReadOnlyList<Enode>> FindAsync(CancellationToken cancellation) => _candidates.FindAsync(cancellation);

    /// <summary>Remembers the table and closes the port; the loops have ended before.</summary>
    public void Dispose()
    {
        if (_socket is not null)
        {
            _keeper.Save();
            _socket.Dispose();
        }
    }

    /// <summary>The port that was asked for; else that of TCP, or any, where nobody asked for a certain TCP port either and the same one is taken.</summary>
    private DiscoverySocket Open(int tcpPort)
    {
        var isFree = _options is { Port: 0, Listen: true } && _discovery.Port is null;
        try
        {
            return DiscoverySocket.Open(_options.ListenAddress, _discovery.Port ?? (tcpPort == 0 ? _options.Port : tcpPort));
        }
        catch (SocketException) when (isFree)
        {
            return DiscoverySocket.Open(_options.ListenAddress, 0);
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (await _socket!.ReceiveAsync(cancellation) is { } received)
            {
                Protocol.Receive(received.Bytes.Span, received.From);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6047, LogLevel.Information, "Discovery started: {Endpoint} (UDP), {Record}")]
        public static partial void Started(ILogger logger, IPEndPoint endpoint, string record);
    }
}
