using System.Net;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Peers;

/// <summary>All about who we are connected to: listening, dialling, places, bans.</summary>
/// <remarks>Thread: any. Where other nodes come from (static peers, discovery) is apart from what is done with them.</remarks>
internal sealed class PeerManager : IAsyncDisposable
{
    private readonly NetworkOptions _options;
    private readonly PrivateKey _key;
    private readonly BackgroundTasks _tasks;
    private readonly BanList _bans;
    private readonly PeerTable _table;
    private readonly StaticPeers _static;
    private readonly DiscoveredPeers _discovered;
    private readonly PeerConnector _connector;
    private readonly Listener? _listener;

    public PeerManager(NetworkOptions options, PrivateKey key, PeerServices services)
    {
        _options = options;
        _key = key;
        _tasks = new BackgroundTasks(services.Logger);
        _bans = new BanList(services.Time);
        _table = new PeerTable(NodeId.Of(key), options, _bans);
        _connector = new PeerConnector(key, options, _table, _bans, services);
        var restriction = new NetworkRestriction(options.NetRestrict);
        var dialler = new Dialler(_table, _connector, restriction, _tasks, services);
        _static = new StaticPeers(options, _table, dialler, _tasks, services);
        _discovered = new DiscoveredPeers(options, _table, _static, dialler, _tasks, services);
        _listener = options.Listen ? new Listener(options, _connector, restriction, _tasks, services) : null;
    }

    /// <summary>A peer's handshake is done and its chain fits.</summary>
    public event Action<Peer>? PeerJoined
    {
        add => _connector.PeerJoined += value;
        remove => _connector.PeerJoined -= value;
    }

    /// <summary>A peer is gone.</summary>
    public event Action<Peer>? PeerLeft
    {
        add => _connector.PeerLeft += value;
        remove => _connector.PeerLeft -= value;
    }

    /// <summary>A connection is over, whether or not it ever became a peer.</summary>
    public event Action<NodeId?, SessionEnd>? ConnectionEnded
    {
        add => _connector.ConnectionEnded += value;
        remove => _connector.ConnectionEnded -= value;
    }

    /// <summary>Connected peers, as they are now.</summary>
    public IReadOnlyList<Peer> Active => _table.Active;

    /// <summary>Bans in force.</summary>
    public IReadOnlyList<Ban> Bans => _bans.Current;

    /// <summary>Where we listen; null while we do not.</summary>
    public IPEndPoint? Endpoint { get; private set; }

    /// <summary>Our own enode URL; port 0 when we do not listen.</summary>
    public Enode Enode
    {
        get
        {
            var address = Endpoint?.Address ?? _options.ListenAddress;
            var host = _options.AdvertisedHost ?? (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? "127.0.0.1" : address.ToString());
            var port = Endpoint?.Port ?? 0;
            return new Enode(NodeId.Of(_key), host, port, port);
        }
    }

    /// <summary>Starts to listen and to dial.</summary>
    public void Start()
    {
        Endpoint = _listener?.Start();
        _connector.ListenPort = Endpoint?.Port ?? 0;
        foreach (var node in _options.StaticPeers.Where(node => node.Id != NodeId.Of(_key)))
        {
            _static.Add(node);
        }
    }

    /// <summary>Dials nodes that are found, as long as there are places for them.</summary>
    /// <param name="find">Looks around once.</param>
    /// <param name="interval">Pause between two searches.</param>
    public void DialFound(Func<CancellationToken, Task<IReadOnlyList<Enode>>> find, TimeSpan interval) =>
        _tasks.Start("discovered peers", token => _discovered.RunAsync(find, interval, token));

    /// <summary>Keeps a node connected from now on, and lifts its ban; false when it is kept already.</summary>
    public bool AddPeer(Enode node)
    {
        _bans.Remove(node.Id);
        return node.Id != NodeId.Of(_key) && _static.Add(node);
    }

    /// <summary>Lets a node go and disconnects it; false when it was neither kept nor connected.</summary>
    public bool RemovePeer(NodeId id)
    {
        var wasKept = _static.Remove(id);
        var peer = _table.Find(id);
        peer?.Session.End(new SessionEnd(DisconnectReason.Requested));
        return wasKept || peer is not null;
    }

    /// <summary>Makes a node trusted, or takes that back.</summary>
    public void SetTrusted(NodeId id, bool trusted) => _table.SetTrusted(id, trusted);

    /// <summary>What <c>admin_peers</c> says.</summary>
    public IReadOnlyList<PeerInfo> Describe() => [.. Active.Select(Describe)];

    /// <summary>Ends all sessions and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _tasks.DisposeAsync();
        _listener?.Dispose();
    }

    private PeerInfo Describe(Peer peer)
    {
        var hello = peer.Session.Remote;
        var head = peer.Eth.Head;
        return new PeerInfo
        {
            NodeId = peer.Id,
            Enode = new Enode(peer.Id, peer.Connection.Remote).ToString(),
            Name = hello.ClientName,
            Capabilities = [.. hello.Capabilities.Select(capability => capability.ToString())],
            LocalAddress = peer.Connection.Local.ToString(),
            RemoteAddress = peer.Connection.Remote.ToString(),
            IsInbound = peer.Connection.IsInbound,
            IsTrusted = _table.IsTrusted(peer.Id),
            IsStatic = _static.Contains(peer.Id),
            EthVersion = peer.Eth.Version,
            HeadHash = head.Hash,
            HeadNumber = head.Number,
            TotalDifficulty = head.TotalDifficulty,
        };
    }
}
