using System.Net;
using Microsoft.Extensions.Logging;
using PoaSidechain.Chain;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Gossip;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Network.Snap;
using PoaSidechain.Network.Sync;
using PoaSidechain.Network.Sync.Joining;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Network;

/// <summary>The node on devp2p: finds and keeps peers, catches up with them, and passes blocks and transactions on.</summary>
/// <remarks>
/// Flow: <see cref="RlpxSession"/> (frames, Snappy) → <see cref="EthSession"/> (decoding, limits) → <see cref="Synchronizer"/>, <see cref="BlockFetcher"/>
/// and <see cref="TransactionIntake"/> → importer and pool; and back from <see cref="IBlockTree.HeadChanged"/> and the pool to the peers.
/// Thread: any, after <see cref="StartAsync"/>. Start and stop once.
/// </remarks>
public sealed partial class NetworkService : IAsyncDisposable
{
    private readonly NetworkOptions _options;
    private readonly NetworkChain _chain;
    private readonly ulong _networkId;
    private readonly ILogger _logger;
    private readonly NetworkMetrics _metrics;
    private readonly BackgroundTasks _tasks;
    private readonly ChainIdentity _identity;
    private readonly PeerManager _peers;
    private readonly DiscoveryService? _discovery;
    private readonly ImportWindow _imports;
    private readonly Synchronizer _synchronizer;
    private readonly BlockFetcher _blockFetcher;
    private readonly BlockGossip _blockGossip;
    private readonly TransactionGossip _transactionGossip;
    private readonly TransactionIntake _transactionIntake;
    private readonly TransactionFetcher _transactionFetcher;
    private readonly SnapServer? _snapServer;
    private readonly SnapJoin? _join;
    private bool _isStarted;

    /// <summary>A service that is not started yet.</summary>
    /// <param name="options">The operator's choices.</param>
    /// <param name="nodeKey">The node's identity; belongs to the caller and must live as long as the service.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="environment">Clock, chance, logs, metrics.</param>
    public NetworkService(NetworkOptions options, PrivateKey nodeKey, NetworkChain chain, NetworkEnvironment environment)
    {
        _options = options;
        _chain = chain;
        _networkId = options.NetworkId ?? chain.Spec.ChainId.SaturateToUInt64();
        _logger = environment.Loggers.CreateLogger<NetworkService>();
        _metrics = new NetworkMetrics(environment.Meters);
        _tasks = new BackgroundTasks(_logger);
        var time = environment.Time;
        var dice = new Dice(environment.Random);
        var sync = new SyncServices(time, _metrics, environment.Loggers.CreateLogger<Synchronizer>());

        _imports = new ImportWindow(chain.Importer, _metrics);
        _blockFetcher = new BlockFetcher(chain.Tree, chain.Importer, new BranchDownloader(chain.Tree), _tasks, sync);
        _transactionIntake = new TransactionIntake(chain.Pool, _metrics);
        _transactionFetcher = new TransactionFetcher(_transactionIntake, _tasks, time);
        _snapServer = chain.States is { } states ? new SnapServer(chain.Tree, states) : null;
        var genesis = chain.Tree.Genesis;
        _identity = new ChainIdentity(chain.Tree, _networkId, new ForkIdRules(chain.Spec, genesis.Hash, genesis.Timestamp));
        _peers = new PeerManager(options, nodeKey, MakePeerServices(environment, dice));
        _discovery = options.Discovery is not { } discovery ? null : new DiscoveryService(
            options, discovery, nodeKey, _identity, _tasks, new DiscoveryServices(time, dice, _metrics, environment.Loggers.CreateLogger<DiscoveryService>()));
        _synchronizer = new Synchronizer(chain.Tree, () => _peers.Active, _imports, chain.Preparation, sync);
        _join = chain.Join is { } join ? new SnapJoin(chain.Tree, join, () => _peers.Active, chain.JoinOptions, sync) : null;
        _blockGossip = new BlockGossip(chain.Tree, () => _peers.Active, dice, time, environment.Loggers.CreateLogger<BlockGossip>());
        _transactionGossip = new TransactionGossip(chain.Pool, () => _peers.Active, dice);
    }

    /// <summary>Our own enode URL.</summary>
    public Enode Enode => _discovery?.Port is { } port ? _peers.Enode with { DiscoveryPort = port } : _peers.Enode;

    /// <summary>Number of connected peers (<c>net_peerCount</c>).</summary>
    public int PeerCount => _peers.Active.Count;

    /// <summary>True while the node listens (<c>net_listening</c>).</summary>
    public bool IsListening => _peers.Endpoint is not null;

    /// <summary>Network id (<c>net_version</c>).</summary>
    public ulong NetworkId => _networkId;

    /// <summary>How far catching up has come (<c>eth_syncing</c>); null while there is nothing to catch up with.</summary>
    public SyncStatus? SyncStatus => _join?.Status ?? _synchronizer.Status;

    /// <summary>Connected peers (<c>admin_peers</c>).</summary>
    public IReadOnlyList<PeerInfo> Peers => _peers.Describe();

    /// <summary>Nodes that are not let in for now.</summary>
    public IReadOnlyList<Ban> Bans => _peers.Bans;

    /// <summary>Peers and how they come and go.</summary>
    internal PeerManager PeerManager => _peers;

    /// <summary>How this node joins by a downloaded state; null when it executes every block.</summary>
    internal SnapJoin? Join => _join;

    /// <summary>How nodes are found; null when they are not looked for.</summary>
    internal DiscoveryService? Discovery => _discovery;

    /// <summary>This node (<c>admin_nodeInfo</c>).</summary>
    public NodeInfo Describe() => new()
    {
        NodeId = Enode.Id,
        Name = _options.ClientName,
        Enode = Enode,
        NodeRecord = _discovery?.Record.ToString(),
        ListenAddress = _peers.Endpoint?.ToString(),
        NetworkId = _networkId,
        GenesisHash = _chain.Tree.Genesis.Hash,
        HeadHash = _chain.Tree.Head.Hash,
        TotalDifficulty = _chain.Tree.HeadTotalDifficulty,
    };

    /// <summary>Keeps a node connected from now on, and lifts its ban (<c>admin_addPeer</c>); false when it is kept already.</summary>
    public bool AddPeer(Enode node) => _peers.AddPeer(node);

    /// <summary>Lets a node go and disconnects it (<c>admin_removePeer</c>); false when it was neither kept nor connected.</summary>
    public bool RemovePeer(Enode node) => _peers.RemovePeer(node.Id);

    /// <summary>Lets a node in even when all places are taken, and never bans it (<c>admin_addTrustedPeer</c>).</summary>
    public void AddTrustedPeer(Enode node) => _peers.SetTrusted(node.Id, trusted: true);

    /// <summary>Takes that back (<c>admin_removeTrustedPeer</c>).</summary>
    public void RemoveTrustedPeer(Enode node) => _peers.SetTrusted(node.Id, trusted: false);

    /// <summary>Starts to listen, to dial, to look for nodes, to catch up and to gossip. Throws SocketException when a port is taken.</summary>
    public Task StartAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _isStarted = true;
        Subscribe();
        _peers.Start();
        StartDiscovery();
        _tasks.Start("synchronizer", SynchronizeAsync);
        _tasks.Start("block gossip", token => _blockGossip.RunAsync(_options.ReannounceInterval, token));
        _tasks.Start("transaction gossip", _transactionGossip.RunAsync);
        _tasks.Start("transaction fetcher", _transactionFetcher.RunAsync);
        Log.Started(_logger, Enode, _networkId);
        return Task.CompletedTask;
    }

    /// <summary>Says goodbye to all peers and stops.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (!_isStarted)
        {
            return;
        }

        _isStarted = false;
        _chain.Tree.HeadChanged -= OnHeadChanged;
        _chain.Pool.Pending -= _transactionGossip.OnPending;
        await _tasks.DisposeAsync().AsTask().WaitAsync(cancellation);
        _discovery?.Dispose();
        await _peers.DisposeAsync().AsTask().WaitAsync(cancellation);
        Log.Stopped(_logger);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _snapServer?.Dispose();
        _metrics.Dispose();
    }

    private async Task SynchronizeAsync(CancellationToken cancellation)
    {
        if (_join is not null)
        {
            await _join.RunAsync(cancellation);
        }

        await _synchronizer.RunAsync(cancellation);
    }

    private PeerServices MakePeerServices(NetworkEnvironment environment, Dice dice)
    {
        var logger = environment.Loggers.CreateLogger<PeerManager>();
        var eth = new EthServices(
            new EthServer(_chain.Tree, _chain.Pool), MakeEvents(), _identity, environment.Time, _metrics);
        var session = new SessionServices(environment.Time, _metrics, logger, EthLimits.MaxMessageBytes);
        return new PeerServices(eth, session, dice, logger)
        {
            Snap = _snapServer is null ? null : new SnapServices(_snapServer, environment.Time, _metrics),
        };
    }

    private EthEvents MakeEvents() => new()
    {
        BlocksAnnounced = _blockFetcher.OnAnnounced,
        BlockReceived = _blockFetcher.OnReceived,
        TransactionsAnnounced = _transactionFetcher.OnAnnounced,
        TransactionsReceived = (peer, transactions) =>
        {
            _transactionFetcher.OnArrived(transactions);
            _transactionIntake.Offer(peer, transactions);
        },
    };

    private void StartDiscovery()
    {
        if (_discovery is null)
        {
            return;
        }

        // A record has an address and no name. Nodes that we ping need neither: they see where we send from.
        var advertised = IPAddress.TryParse(_options.AdvertisedHost, out var address) ? address : _options.ListenAddress;
        _discovery.Start(new IPEndPoint(advertised, _peers.Enode.Port));
        _peers.DialFound(_discovery.FindAsync, _options.Discovery!.SearchInterval);
    }

    private void Subscribe()
    {
        _chain.Tree.HeadChanged += OnHeadChanged;
        _chain.Pool.Pending += _transactionGossip.OnPending;
        _blockFetcher.SideBlockImported += _blockGossip.Spread;
        _blockFetcher.FarAhead += _synchronizer.Signal;
        _synchronizer.CaughtUp += _blockGossip.AnnounceHead;
        _peers.PeerLeft += _ => _synchronizer.Signal();
        _peers.PeerJoined += peer =>
        {
            _synchronizer.Signal();
            _blockFetcher.OnJoined(peer.Eth);
            _transactionGossip.OnJoined(peer);
        };
    }

    private void OnHeadChanged(HeadChange change)
    {
        Block head = change.Head;
        if (!_imports.Contains(head.Hash) && _join?.Status is null)
        {
            _blockGossip.Spread(head);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6002, LogLevel.Information, "Network started: {Enode}, network id {NetworkId}")]
        public static partial void Started(ILogger logger, Enode enode, ulong networkId);

        [LoggerMessage(6003, LogLevel.Information, "Network stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
