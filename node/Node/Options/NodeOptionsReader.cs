using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PoaSidechain.Chain.Building;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Clique;
using PoaSidechain.JsonRpc;
using PoaSidechain.Network;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Storage;

namespace PoaSidechain.Node.Options;

/// <summary>Turns settings into the options of each room.</summary>
internal sealed class NodeOptionsReader
{
    private const int MaxPort = 65535;

    private readonly SettingReader _settings;
    private readonly DataFolder _data;

    private NodeOptionsReader(IConfiguration configuration)
    {
        _settings = new SettingReader(configuration);
        _data = DataFolder.At(_settings.Text(Settings.DataDir), _settings.Text(Settings.KeystoreDir), _settings.Text(Settings.NodeKey));
    }

    /// <summary>Reads all options.</summary>
    /// <exception cref="OptionsException">Some cannot be used.</exception>
    public static NodeOptions Read(IConfiguration configuration)
    {
        var reader = new NodeOptionsReader(configuration);
        var options = new NodeOptions
        {
            Data = reader._data,
            Storage = reader.Storage(),
            State = reader.State(),
            Pool = reader.Pool(),
            Build = new BuildOptions { GasLimit = (ulong)reader._settings.Number(Settings.MinerGasLimit, 30_000_000, 5_000, long.MaxValue) },
            Network = reader.Network(),
            SnapSync = reader._settings.Choice(Settings.SyncMode, "full", "snap") == "snap",
            Rpc = reader.Rpc(),
            RpcMethods = reader.RpcMethods(),
            ForkChoice = reader.ForkChoice(),
            Sealing = reader.Sealing(),
            Telemetry = reader.Telemetry(),
        };
        reader._settings.Complete();
        return options;
    }

    private long CacheMegabytes => _settings.Number(Settings.CacheMegabytes, 512, 16, 1 << 20);

    private StorageOptions Storage() => new() { Directory = _data.Database, CreateIfMissing = false, CacheMegabytes = (int)Math.Max(8, CacheMegabytes / 2) };

    private StateOptions State() => new()
    {
        Archive = _settings.Choice(Settings.GcMode, "full", "archive") == "archive",
        HistoryBlocks = (int)_settings.Number(Settings.StateHistory, 4096, 16, 1 << 20),
        FlatCacheMegabytes = (int)(CacheMegabytes / 8),
        NodeCacheMegabytes = (int)(CacheMegabytes / 4),
    };

    private PoolOptions Pool() => new()
    {
        PriceLimit = (ulong)_settings.Number(Settings.PriceLimit, 1, 0, long.MaxValue),
        PriceBumpPercent = (uint)_settings.Number(Settings.PriceBump, 10, 1, 1000),
        AccountSlots = (int)_settings.Number(Settings.AccountSlots, 4096, 1, 10_000_000),
        GlobalSlots = (int)_settings.Number(Settings.GlobalSlots, 65_536, 1, 10_000_000),
        AccountQueue = (int)_settings.Number(Settings.AccountQueue, 256, 1, 10_000_000),
        GlobalQueue = (int)_settings.Number(Settings.GlobalQueue, 16_384, 1, 10_000_000),
        Lifetime = _settings.Duration(Settings.PoolLifetime) ?? TimeSpan.FromHours(3),
        AllowUnprotected = _settings.Switch(Settings.RpcUnprotected),
    };

    private NetworkOptions Network()
    {
        var advertised = _settings.Text(Settings.AdvertisedHost);
        return new NetworkOptions
        {
            ListenAddress = _settings.Host(Settings.ListenAddress),
            Port = (int)_settings.Number(Settings.Port, 30303, 0, MaxPort),
            Listen = !_settings.Switch(Settings.NoListen),
            AdvertisedHost = advertised?.StartsWith("extip:", StringComparison.Ordinal) == true ? advertised["extip:".Length..] : advertised,
            NetworkId = _settings.Text(Settings.NetworkId) is null ? null : (ulong)_settings.Number(Settings.NetworkId, 0, 0, long.MaxValue),
            MaxPeers = (int)_settings.Number(Settings.MaxPeers, 50, 0, 1000),
            MaxPendingPeers = (int)_settings.Number(Settings.MaxPendingPeers, 50, 1, 10_000),
            MaxPendingPerAddress = (int)_settings.Number(Settings.MaxPendingPerAddress, 10, 1, 10_000),
            StaticPeers = [.. Enodes(Settings.StaticPeers, _settings.List(Settings.StaticPeers) ?? []), .. Enodes(Settings.StaticPeers, StaticNodesFile())],
            TrustedPeers = [.. Enodes(Settings.TrustedPeers, _settings.List(Settings.TrustedPeers) ?? [])],
            ClientName = VersionInfo.ClientName,
            NetRestrict = [.. _settings.Networks(Settings.NetRestrict)],
            Discovery = _settings.Switch(Settings.NoDiscover) ? null : Discovery(),
        };
    }

    private DiscoveryOptions Discovery() => new()
    {
        Port = _settings.Text(Settings.DiscoveryPort) is null ? null : (int)_settings.Number(Settings.DiscoveryPort, 0, 0, MaxPort),
        Bootnodes = [.. Enodes(Settings.Bootnodes, _settings.List(Settings.Bootnodes) ?? [])],
        NodesFile = _data.DiscoveredNodes,
    };

    private IEnumerable<Enode> Enodes(Setting setting, IReadOnlyList<string> urls) =>
        urls.Select(url => _settings.Parsed(setting, url, text => Enode.TryParse(text, out var enode, out _) ? enode : null, "an enode URL")).Where(enode => enode is not null);

    private string[] StaticNodesFile()
    {
        if (!File.Exists(_data.StaticNodes))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(_data.StaticNodes)) ?? [];
        }
        catch (JsonException e)
        {
            _settings.Problem($"{_data.StaticNodes}: expected a JSON array of enode URLs: {e.Message}");
            return [];
        }
    }

    private RpcOptions Rpc() => new()
    {
        Http = !_settings.Switch(Settings.Http) ? null : new HttpRpcOptions
        {
            Host = _settings.Host(Settings.HttpAddress).ToString(),
            Port = (int)_settings.Number(Settings.HttpPort, 8545, 0, MaxPort),
            Api = _settings.List(Settings.HttpApi) ?? ["eth", "net", "web3"],
            CorsDomains = _settings.List(Settings.HttpCors) ?? [],
            VirtualHosts = _settings.List(Settings.HttpHosts) ?? ["localhost"],
        },
        WebSocket = !_settings.Switch(Settings.Ws) ? null : new WebSocketRpcOptions
        {
            Host = _settings.Host(Settings.WsAddress).ToString(),
            Port = (int)_settings.Number(Settings.WsPort, 8546, 0, MaxPort),
            Api = _settings.List(Settings.WsApi) ?? ["eth", "net", "web3"],
            Origins = _settings.List(Settings.WsOrigins) ?? [],
        },
        Authenticated = !_settings.Switch(Settings.AuthRpc) ? null : new AuthenticatedRpcOptions
        {
            Host = _settings.Host(Settings.AuthRpcAddress).ToString(),
            Port = (int)_settings.Number(Settings.AuthRpcPort, 8551, 0, MaxPort),
            VirtualHosts = _settings.List(Settings.AuthRpcHosts) ?? ["localhost"],
            JwtSecretFile = _settings.Text(Settings.AuthRpcSecret) ?? _data.JwtSecret,
        },
        IpcPath = _settings.Switch(Settings.IpcDisable) ? null : _settings.Text(Settings.IpcPath) ?? _data.IpcSocket,
    };

    private RpcMethodOptions RpcMethods() => new()
    {
        GasCap = (ulong)_settings.Number(Settings.RpcGasCap, 50_000_000, 0, long.MaxValue),
        EvmTimeout = _settings.Duration(Settings.RpcEvmTimeout) ?? TimeSpan.FromSeconds(5),
        TransactionFeeCap = _settings.Ether(Settings.RpcTxFeeCap, "1"),
    };

    private ForkChoiceOptions ForkChoice() => new(
        _settings.Choice(Settings.TieBreak, "eip3436", "first-seen") == "first-seen" ? CliqueTieBreak.FirstSeen : CliqueTieBreak.Eip3436,
        _settings.Duration(Settings.MaxClockDrift));

    private SealingOptions? Sealing()
    {
        var signer = _settings.Address(Settings.Etherbase) ?? _settings.Address(Settings.Unlock);
        if (!_settings.Switch(Settings.Mine))
        {
            return null;
        }

        if (signer is null)
        {
            _settings.Problem($"{Settings.Mine.Flag} needs {Settings.Etherbase.Flag} with the signer's address");
        }

        var clique = new CliqueOptions
        {
            Vanity = _settings.Text(Settings.ExtraData),
            SkipEmpty = _settings.Switch(Settings.SkipEmpty),
            OutOfTurnDelay = _settings.Duration(Settings.OutOfTurnDelay),
        };
        var remote = _settings.Text(Settings.RemoteSigner) is { } url
            ? _settings.Parsed(Settings.RemoteSigner, url, text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null, "an http or https URL")
            : null;
        var isWeb3Signer = _settings.Choice(Settings.RemoteSignerKind, "clef", "web3signer") == "web3signer";
        return new SealingOptions(signer ?? Address.Zero, _settings.Text(Settings.PasswordFile), clique, remote, isWeb3Signer);
    }

    private TelemetryOptions Telemetry()
    {
        var otlp = _settings.Text(Settings.OtlpEndpoint);
        var metrics = new IPEndPoint(_settings.Host(Settings.MetricsAddress), (int)_settings.Number(Settings.MetricsPort, 6060, 0, MaxPort));
        return new TelemetryOptions(
            _settings.Switch(Settings.Metrics) ? metrics : null,
            otlp is null ? null : _settings.Parsed(Settings.OtlpEndpoint, otlp, text => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null, "a URL"),
            _settings.Choice(Settings.OtlpProtocol, "grpc", "http/protobuf") == "http/protobuf",
            (int)_settings.Number(Settings.Verbosity, 3, 0, 5),
            _settings.Choice(Settings.LogFormat, "terminal", "json") == "json");
    }
}
