using System.Globalization;
using System.Text.Json;
using PoaSidechain.Devnet.Chains;
using PoaSidechain.Devnet.Links;
using PoaSidechain.Devnet.Processes;
using PoaSidechain.Node.Keys;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet;

/// <summary>One validator: a process with a data folder, a keystore and a node key of its own.</summary>
internal sealed class Validator : IAsyncDisposable
{
    private const int LongestSocketPath = 107; // sun_path of Linux holds 108 bytes with the final zero

    private readonly Places _places;
    private readonly ReadOnlyMemory<byte> _nodeId;
    private readonly int _httpPort;
    private readonly int _wsPort;
    private readonly int _metricsPort;

    private Validator(Places places, int number, Address signer, string keystoreFile, PrivateKey nodeKey)
    {
        _places = places;
        Number = number;
        Signer = signer;
        KeystoreFile = keystoreFile;
        _nodeId = nodeKey.PublicKey;
        PeerPort = Ports.Take(30300 + number);
        _httpPort = Ports.Take(18540 + number);
        _wsPort = Ports.Take(18640 + number);
        _metricsPort = Ports.Take(16060 + number);
        Chain = new Chain("sidechain", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_httpPort}"));
        Control = new Chain("sidechain", Socket);
    }

    public int Number { get; }

    public Address Signer { get; }

    public string KeystoreFile { get; }

    /// <summary>The node as everyone may use it, over HTTP.</summary>
    public Chain Chain { get; }

    /// <summary>The node as its operator uses it, over its socket.</summary>
    public Chain Control { get; private set; }

    public string Socket => Path.Combine(Folder, "poa.ipc");

    public string WebSocket => string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{_wsPort}");

    public string Metrics => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_metricsPort}/metrics");

    public string Enode => EnodeAt(PeerPort);

    /// <summary>Where it listens for other nodes.</summary>
    public int PeerPort { get; }

    /// <summary>The lines to the other validators, if they are to be cut; null when all dial each other directly.</summary>
    public Mesh? Mesh { get; set; }

    public ChildProcess? Process { get; private set; }

    private string Folder => _places.Validator(Number);

    public static async Task<Validator> CreateAsync(Places places, KeyBox keys, int number, CancellationToken cancellationToken)
    {
        if (Path.Combine(places.Validator(number), "poa.ipc").Length > LongestSocketPath)
        {
            throw new DevnetException($"{places.Root} is too long a path for Unix sockets: choose a shorter one with --directory.");
        }

        var (signer, file) = await keys.SignerAsync(number, cancellationToken);
        return new Validator(places, number, signer, file, keys.Get($"node-{number}"));
    }

    /// <summary><c>poa init</c>, where there is no chain yet; the node key is the devnet's, so that its enode URL is known beforehand.</summary>
    public async Task InitialiseAsync(KeyBox keys, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Path.Combine(Folder, "poa", "chaindata")))
        {
            return;
        }

        await Tool.RunAsync(_places.Node, ["init", _places.Genesis, "--datadir", Folder], cancellationToken);
        var secret = new byte[PrivateKey.Size];
        keys.Get($"node-{Number}").CopySecretTo(secret);
        OwnerOnly.WriteNew(Path.Combine(Folder, "poa", "nodekey"), Convert.ToHexStringLower(secret));
    }

    public void Start(IEnumerable<Validator> peers) => Start(peers, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Starts it.</summary>
    /// <param name="peers">The nodes it stays connected to.</param>
    /// <param name="environment">Variables on top of this program's own.</param>
    /// <param name="flags">Flags on top of the devnet's.</param>
    public void Start(IEnumerable<Validator> peers, IReadOnlyDictionary<string, string> environment, params string[] flags)
    {
        var nodes = peers.Where(peer => peer != this).Select(EnodeOf).OfType<string>();
        File.WriteAllText(Path.Combine(Folder, "poa", "static-nodes.json"), JsonSerializer.Serialize(nodes));
        string[] ports =
        [
            "--port", Text(PeerPort), "--http", "--http.port", Text(_httpPort), "--http.api", "eth,net,web3,txpool,clique,debug",
            "--ws", "--ws.port", Text(_wsPort), "--metrics", "--metrics.port", Text(_metricsPort),
        ];
        string[] discovery = Mesh is null ? [] : ["--nodiscover"]; // which would find ways around the mesh
        string[] sealing = ["--mine", "--miner.etherbase", Signer.ToString(), "--password", _places.Password];
        Process = ChildProcess.Start(
            $"validator-{Number}", _places.Logs, TimeSpan.FromSeconds(20), environment, _places.Node,
            ["run", "--datadir", Folder, "--cache", "64", "--http.corsdomain", "*", .. ports, .. discovery, .. sealing, .. flags]);
    }

    /// <summary>Waits until it has nearly every block that another has.</summary>
    public Task InStepWithAsync(Validator model, TimeSpan patience, CancellationToken cancellationToken) => Wait.UntilAsync(
        $"validator {Number} is in step again",
        patience,
        async () =>
        {
            Process!.EnsureRuns();
            return await Chain.HeadAsync(cancellationToken) + 3 >= await model.Chain.HeadAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Ends its process as a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (Process is not null)
        {
            await Process.KillAsync();
            await StopAsync();
        }
    }

    /// <summary>Ends its process; it can be started again.</summary>
    public async Task StopAsync()
    {
        if (Process is not null)
        {
            await Process.DisposeAsync();
            Process = null;
            Control.Dispose(); // its connection went with the process
            Control = new Chain("sidechain", Socket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Chain.Dispose();
        Control.Dispose();
        await StopAsync();
    }

    private string EnodeAt(int port) => string.Create(CultureInfo.InvariantCulture, $"enode://{Convert.ToHexStringLower(_nodeId.Span)}@127.0.0.1:{port}");

    /// <summary>How this one dials another; null when it waits to be dialled.</summary>
    private string? EnodeOf(Validator peer) => Mesh is null ? peer.Enode : Mesh.PortFor(this, peer) is { } port ? peer.EnodeAt(port) : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
