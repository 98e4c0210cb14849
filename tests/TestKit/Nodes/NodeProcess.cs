using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Tests.TestKit.Nodes;

/// <summary>One signer's node: a data folder, fixed loopback ports, and a process that can be killed and started again.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private const string Password = "throwaway";

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["DOTNET_gcServer"] = "0", // several server-collected heaps on one machine would fight for its cores
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500", // ms: a test does not wait a minute
    };

    private string _folder;
    private readonly LoggedProcess _process;
    private readonly PrivateKey _networkKey;
    private readonly int _peerPort;
    private readonly int _httpPort;
    private readonly int _webSocketPort;

    private NodeProcess(string name, string folder, int[] ports)
    {
        Name = name;
        _folder = folder;
        _process = new LoggedProcess(name);
        (_peerPort, _httpPort, _webSocketPort) = (ports[0], ports[1], ports[2]);
        _networkKey = TestKeys.Named("network key of " + name);
        Rpc = new NodeRpc(Http);
    }

    public string Name { get; }

    /// <summary>The account that seals.</summary>
    public Address Signer { get; private set; }

    public NodeRpc Rpc { get; }

    /// <summary>Its data folder.</summary>
    public string Folder => _folder;

    public Uri Http => new($"http://127.0.0.1:{_httpPort}");

    public Uri WebSocket => new($"ws://127.0.0.1:{_webSocketPort}");

    /// <summary>The Unix socket with all methods.</summary>
    public string Ipc => Path.Combine(_folder, "poa.ipc");

    public string Enode => EnodeAt(_peerPort);

    /// <summary>The port that peers dial.</summary>
    public int PeerPort => _peerPort;

    public bool IsRunning => _process.IsRunning;

    /// <summary>Id of the running process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The newest lines of its log.</summary>
    public string LogTail => _process.LogTail;

    /// <summary>Makes the data folder: the signer's key by <c>poa account new</c>, and a network key that the others can know beforehand.</summary>
    public static async Task<NodeProcess> CreateAsync(string name, string folder, int[] ports)
    {
        var node = new NodeProcess(name, folder, ports);
        Directory.CreateDirectory(Path.Combine(folder, "poa"));
        await File.WriteAllTextAsync(node.PasswordFile, Password + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "poa", "nodekey"), SecretOf(node._networkKey));
        var output = await Programs.PoaAsync("account", "new", "--datadir", folder, "--password", node.PasswordFile, "--lightkdf");
        node.Signer = Address.Parse(output.Split('\n')[0].Split(' ')[^1].Trim());
        return node;
    }

    /// <summary>Loopback ports nobody listens on now.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
        {
            listener.Start();
        }

        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }

    /// <summary>Its enode URL where another port leads to it.</summary>
    public string EnodeAt(int port) => $"enode://{Convert.ToHexStringLower(_networkKey.PublicKey.Span)}@127.0.0.1:{port}";

    /// <summary>Begins the chain.</summary>
    public Task InitAsync(string genesis) => Programs.PoaAsync("init", genesis, "--datadir", _folder);

    /// <summary>Gives a node that does not run another data folder, as an operator does on a new machine: key, node key and journal are copied, the chain comes from a file.</summary>
    public async Task MoveAsync(string folder, string genesis, string chain)
    {
        var old = _folder;
        _folder = folder;
        foreach (var part in new[] { "keystore", Path.Combine("poa", "seal-journal") })
        {
            Directory.CreateDirectory(Path.Combine(folder, part));
            foreach (var file in Directory.GetFiles(Path.Combine(old, part)))
            {
                File.Copy(file, Path.Combine(folder, part, Path.GetFileName(file)));
            }
        }

        File.Copy(Path.Combine(old, "poa", "nodekey"), Path.Combine(folder, "poa", "nodekey"));
        File.Copy(Path.Combine(old, "password"), PasswordFile);
        await InitAsync(genesis);
        await Programs.PoaAsync("import", "--datadir", folder, chain);
    }

    /// <summary>Starts the process and waits until it answers.</summary>
    /// <param name="peers">Enode URLs.</param>
    /// <param name="more">Further arguments.</param>
    public async Task StartAsync(IEnumerable<string> peers, params string[] more)
    {
        string[] arguments =
        [
            "run", "--datadir", _folder, "--cache", "64", "--port", Text(_peerPort), "--staticpeers", string.Join(',', peers),
            "--http", "--http.port", Text(_httpPort), "--http.api", "eth,net,web3,admin,clique,txpool,debug",
            "--ws", "--ws.port", Text(_webSocketPort),
            "--mine", "--miner.etherbase", Signer.ToString(), "--password", PasswordFile, .. more,
        ];
        _process.Start(Repository.Poa, arguments, Environment);
        await Poll.UntilAsync(AnswersAsync, TimeSpan.FromSeconds(60), () => $"{Name} answers. {LogTail}");
    }

    /// <summary>Ends the process as a power cut would (SIGKILL).</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Rpc.Dispose();
        _networkKey.Dispose();
    }

    private string PasswordFile => Path.Combine(_folder, "password");

    private async Task<bool> AnswersAsync()
    {
        if (_process.EndedByItself)
        {
            throw new InvalidOperationException($"{Name} ended by itself. {LogTail}");
        }

        try
        {
            await Rpc.AskAsync("eth_chainId");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string SecretOf(PrivateKey key)
    {
        var secret = new byte[PrivateKey.Size];
        key.CopySecretTo(secret);
        return Convert.ToHexStringLower(secret);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
