namespace PoaSidechain.Node.Options;

/// <summary>Everything that can be set, in one table: flags, environment variables, options files and the reference are made from it.</summary>
internal static class Settings
{
    public static readonly Setting DataDir = Value("--datadir", "DataDir", "Folder of database, keys and socket. Default: ~/.poa");
    public static readonly Setting ConfigFile = Value("--config", "Config", "Options file (JSON); keys as in the reference");
    public static readonly Setting KeystoreDir = Value("--keystore", "KeystoreDir", "Folder of encrypted keys. Default: keystore in the data folder");

    public static readonly Setting CacheMegabytes = Value("--cache", "Storage:CacheMegabytes", "Memory for caches in MiB. Default: 512");
    public static readonly Setting GcMode = Value("--gcmode", "Storage:GcMode", "full keeps the newest states, archive all of them. Default: full");
    public static readonly Setting StateHistory = Value("--history.state", "Storage:StateHistory", "Newest blocks whose states are kept, and deepest reorganisation. Default: 4096");

    public static readonly Setting NetworkId = Value("--networkid", "Network:NetworkId", "Network id. Default: the chain id");
    public static readonly Setting ListenAddress = Value("--listen", "Network:ListenAddress", "Address that peers may dial. Default: 127.0.0.1");
    public static readonly Setting Port = Value("--port", "Network:Port", "TCP port that peers may dial; 0 for a free one. Default: 30303");
    public static readonly Setting NoListen = Switch("--nolisten", "Network:NoListen", "Dial peers only");
    public static readonly Setting AdvertisedHost = Value("--nat", "Network:AdvertisedHost", "Host in this node's own enode URL, where it differs from --listen (extip:HOST as geth writes it, or HOST)");
    public static readonly Setting SyncMode = Value("--syncmode", "Network:SyncMode", "How a node at genesis joins: full executes every block, snap downloads a recent state from peers (snap/1) and verifies all seals. Default: full");
    public static readonly Setting MaxPeers = Value("--maxpeers", "Network:MaxPeers", "Most peers. Default: 50");
    public static readonly Setting MaxPendingPeers = Value("--maxpendpeers", "Network:MaxPendingPeers", "Most connections from outside whose handshake is not done. Default: 50");
    public static readonly Setting MaxPendingPerAddress = Value("--maxpendpeers.address", "Network:MaxPendingPerAddress", "Of those, most from one IP address, private ones not excepted. Default: 10");
    public static readonly Setting StaticPeers = List("--staticpeers", "Network:StaticPeers", "Enode URLs to stay connected to; those in static-nodes.json of the data folder come on top");
    public static readonly Setting TrustedPeers = List("--trustedpeers", "Network:TrustedPeers", "Enode URLs that always get a place");
    public static readonly Setting Bootnodes = List("--bootnodes", "Network:Bootnodes", "Enode URLs by which the network is found");
    public static readonly Setting NoDiscover = Switch("--nodiscover", "Network:NoDiscover", "Do not look for nodes (no UDP port)");
    public static readonly Setting DiscoveryPort = Value("--discovery.port", "Network:DiscoveryPort", "UDP port by which nodes are found; 0 for a free one. Default: that of --port");
    public static readonly Setting NetRestrict = List("--netrestrict", "Network:NetRestrict", "IP networks (CIDR) to which peers and discovery are limited. Default: none");
    public static readonly Setting NodeKey = Value("--nodekey", "Network:NodeKeyFile", "File with this node's network key, hex. Default: made in the data folder");

    public static readonly Setting Http = Switch("--http", "Http:Enabled", "Serve JSON-RPC over HTTP");
    public static readonly Setting HttpAddress = Value("--http.addr", "Http:Address", "Interface. Default: 127.0.0.1");
    public static readonly Setting HttpPort = Value("--http.port", "Http:Port", "Port. Default: 8545");
    public static readonly Setting HttpApi = List("--http.api", "Http:Api", "Namespaces. Default: eth,net,web3");
    public static readonly Setting HttpCors = List("--http.corsdomain", "Http:CorsDomains", "Web origins whose pages may read answers. Default: none");
    public static readonly Setting HttpHosts = List("--http.vhosts", "Http:VirtualHosts", "Host names served. Default: localhost");

    public static readonly Setting Ws = Switch("--ws", "Ws:Enabled", "Serve JSON-RPC over WebSocket");
    public static readonly Setting WsAddress = Value("--ws.addr", "Ws:Address", "Interface. Default: 127.0.0.1");
    public static readonly Setting WsPort = Value("--ws.port", "Ws:Port", "Port. Default: 8546");
    public static readonly Setting WsApi = List("--ws.api", "Ws:Api", "Namespaces. Default: eth,net,web3");
    public static readonly Setting WsOrigins = List("--ws.origins", "Ws:Origins", "Web origins whose pages may connect. Default: this machine's");

    public static readonly Setting IpcPath = Value("--ipcpath", "Ipc:Path", "Unix socket with all namespaces, mode 0600. Default: poa.ipc in the data folder");
    public static readonly Setting IpcDisable = Switch("--ipcdisable", "Ipc:Disabled", "No Unix socket");

    public static readonly Setting AuthRpc = Switch("--authrpc", "AuthRpc:Enabled", "Serve privileged namespaces over HTTP to callers with a JWT");
    public static readonly Setting AuthRpcAddress = Value("--authrpc.addr", "AuthRpc:Address", "Interface. Default: 127.0.0.1");
    public static readonly Setting AuthRpcPort = Value("--authrpc.port", "AuthRpc:Port", "Port. Default: 8551");
    public static readonly Setting AuthRpcHosts = List("--authrpc.vhosts", "AuthRpc:VirtualHosts", "Host names served. Default: localhost");
    public static readonly Setting AuthRpcSecret = Value("--authrpc.jwtsecret", "AuthRpc:JwtSecretFile", "File with the shared secret, 32 bytes hex. Default: made in the data folder");

    public static readonly Setting RpcGasCap = Value("--rpc.gascap", "Rpc:GasCap", "Most gas for eth_call and eth_estimateGas; 0 for no cap. Default: 50000000");
    public static readonly Setting RpcEvmTimeout = Value("--rpc.evmtimeout", "Rpc:EvmTimeout", "Longest time for eth_call, as 5s or 500ms. Default: 5s");
    public static readonly Setting RpcTxFeeCap = Value("--rpc.txfeecap", "Rpc:TxFeeCap", "Most fee in ether that a sent transaction may offer; 0 for no cap. Default: 1");
    public static readonly Setting RpcUnprotected = Switch("--rpc.allow-unprotected-txs", "Rpc:AllowUnprotected", "Take transactions without replay protection (EIP-155)");

    public static readonly Setting PriceLimit = Value("--txpool.pricelimit", "Pool:PriceLimit", "Least tip in wei per gas of a foreign transaction. Default: 1");
    public static readonly Setting PriceBump = Value("--txpool.pricebump", "Pool:PriceBump", "Per cent by which a replacement must pay more. Default: 10");
    public static readonly Setting AccountSlots = Value("--txpool.accountslots", "Pool:AccountSlots", "Most executable transactions of one sender, but for those that came by RPC. Default: 4096");
    public static readonly Setting GlobalSlots = Value("--txpool.globalslots", "Pool:GlobalSlots", "Most executable transactions in all. Default: 65536");
    public static readonly Setting AccountQueue = Value("--txpool.accountqueue", "Pool:AccountQueue", "Most transactions of one sender behind a nonce gap. Default: 256");
    public static readonly Setting GlobalQueue = Value("--txpool.globalqueue", "Pool:GlobalQueue", "Most transactions behind a nonce gap in all. Default: 16384");
    public static readonly Setting PoolLifetime = Value("--txpool.lifetime", "Pool:Lifetime", "Longest wait behind a nonce gap. Default: 3h");

    public static readonly Setting Mine = Switch("--mine", "Miner:Enabled", "Seal blocks as a Clique signer");
    public static readonly Setting Etherbase = Value("--miner.etherbase", "Miner:Etherbase", "The signer's address; its key is looked for in the keystore folder");
    public static readonly Setting Unlock = Value("--unlock", "Miner:Unlock", "The same as --miner.etherbase, as geth's operators write it; no account is ever unlocked for RPC");
    public static readonly Setting PasswordFile = Value("--password", "Miner:PasswordFile", "File whose first line is the signer's password; asked for at the terminal without it");
    public static readonly Setting MinerGasLimit = Value("--miner.gaslimit", "Miner:GasLimit", "Gas limit that own blocks move towards. Default: 30000000");
    public static readonly Setting ExtraData = Value("--miner.extradata", "Miner:ExtraData", "Up to 32 bytes of text for the vanity of own blocks");
    public static readonly Setting SkipEmpty = Switch("--clique.skip-empty", "Miner:SkipEmpty", "Seal no block without transactions");
    public static readonly Setting OutOfTurnDelay = Value("--clique.out-of-turn-delay", "Miner:OutOfTurnDelay", "Head start for the signer in turn. Default: half the period, at most 2s");
    public static readonly Setting MaxClockDrift = Value("--clique.max-clock-drift", "Clique:MaxClockDrift", "Do not seal while the clock is further than this from the other signers'. Default: the period, at least 5s");
    public static readonly Setting TieBreak = Value("--clique.tie-break", "Clique:TieBreak", "Choice between equally heavy heads: eip3436 or first-seen; a genesis file's clique.tieBreak comes first. Default: eip3436");
    public static readonly Setting RemoteSigner = Value("--signer", "Miner:SignerUrl", "URL of a remote signer that has the key; none is opened here then");
    public static readonly Setting RemoteSignerKind = Value("--signer.kind", "Miner:SignerKind", "Protocol of --signer: clef or web3signer. Default: clef");

    public static readonly Setting MetricsPort = Value("--metrics.port", "Metrics:Port", "Port of /metrics (Prometheus) and /health. Default: 6060");
    public static readonly Setting MetricsAddress = Value("--metrics.addr", "Metrics:Address", "Interface of /metrics and /health. Default: 127.0.0.1");
    public static readonly Setting Metrics = Switch("--metrics", "Metrics:Enabled", "Serve /metrics and /health");
    public static readonly Setting OtlpEndpoint = Value("--otlp.endpoint", "Otlp:Endpoint", "URL of an OpenTelemetry collector for metrics, traces and logs. Default: none");
    public static readonly Setting OtlpProtocol = Value("--otlp.protocol", "Otlp:Protocol", "grpc or http/protobuf. Default: grpc");

    public static readonly Setting Verbosity = Value("--verbosity", "Log:Verbosity", "0 silent, 1 error, 2 warn, 3 info, 4 debug, 5 trace. Default: 3");
    public static readonly Setting LogFormat = Value("--log.format", "Log:Format", "terminal or json. Default: terminal");

    /// <summary>All settings of <c>poa run</c>, in the order of the help text.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        DataDir, ConfigFile, KeystoreDir, CacheMegabytes, GcMode, StateHistory,
        NetworkId, ListenAddress, Port, NoListen, AdvertisedHost, SyncMode, MaxPeers, MaxPendingPeers, MaxPendingPerAddress, StaticPeers, TrustedPeers,
        Bootnodes, NoDiscover, DiscoveryPort, NetRestrict, NodeKey,
        Http, HttpAddress, HttpPort, HttpApi, HttpCors, HttpHosts, Ws, WsAddress, WsPort, WsApi, WsOrigins, IpcPath, IpcDisable,
        AuthRpc, AuthRpcAddress, AuthRpcPort, AuthRpcHosts, AuthRpcSecret, RpcGasCap, RpcEvmTimeout, RpcTxFeeCap, RpcUnprotected,
        PriceLimit, PriceBump, AccountSlots, GlobalSlots, AccountQueue, GlobalQueue, PoolLifetime,
        Mine, Etherbase, Unlock, PasswordFile, MinerGasLimit, ExtraData, SkipEmpty, OutOfTurnDelay,
        MaxClockDrift, TieBreak, RemoteSigner, RemoteSignerKind,
        Metrics, MetricsAddress, MetricsPort, OtlpEndpoint, OtlpProtocol, Verbosity, LogFormat,
    ];

    private static Setting Value(string flag, string key, string description) => new(flag, key, SettingKind.Value, description);

    private static Setting Switch(string flag, string key, string description) => new(flag, key, SettingKind.Switch, description);

    private static Setting List(string flag, string key, string description) => new(flag, key, SettingKind.List, description);
}
