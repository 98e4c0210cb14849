using System.Globalization;
using PoaSidechain.Primitives.Crypto;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd.Nodes;

/// <summary>Another client, that of ethereumjs, in a process of its own: follows a Clique chain, and seals when told to.</summary>
internal sealed class EthereumJs : IAsyncDisposable
{
    private readonly string _folder;
    private readonly LoggedProcess _process = new("ethereumjs");
    private readonly int _peerPort;
    private readonly int _httpPort;

    private EthereumJs(string folder, PrivateKey key, int[] ports)
    {
        _folder = folder;
        Key = key;
        (_peerPort, _httpPort) = (ports[0], ports[1]);
        Rpc = new NodeRpc(new Uri($"http://127.0.0.1:{_httpPort}"));
    }

    /// <summary>The key that it seals with.</summary>
    public PrivateKey Key { get; }

    public NodeRpc Rpc { get; }

    /// <summary>The newest lines of its log.</summary>
    public string LogTail => _process.LogTail;

    /// <summary>Makes the data folder.</summary>
    public static async Task<EthereumJs> CreateAsync(string folder, PrivateKey key)
    {
        Directory.CreateDirectory(folder);
        var secret = new byte[PrivateKey.Size];
        key.CopySecretTo(secret);
        var peer = new EthereumJs(folder, key, NodeProcess.FreePorts(2));
        await File.WriteAllTextAsync(peer.KeyFile, Convert.ToHexStringLower(secret));
        return peer;
    }

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="genesis">The genesis file.</param>
    /// <param name="bootnode">Enode URL of the node that it dials.</param>
    /// <param name="seals">True to seal, as soon as it is a signer.</param>
    public async Task StartAsync(string genesis, string bootnode, bool seals)
    {
        string[] arguments =
        [
            Path.Combine(Repository.Peer, "ethereumjs.js"), "--gethGenesis", genesis, "--dataDir", _folder, "--bootnodes", bootnode,
            "--port", Text(_peerPort), "--extIP", "127.0.0.1", "--rpc", "--rpcAddr", "127.0.0.1", "--rpcPort", Text(_httpPort),
            "--discDns=false", "--discV4=false", "--minPeers", "1", "--logFile=false", .. seals ? ["--mine", "--unlock", KeyFile] : Array.Empty<string>(),
        ];
        _process.Start("node", arguments);
        await Poll.UntilAsync(AnswersAsync, TimeSpan.FromSeconds(60), () => $"ethereumjs answers. {LogTail}");
    }

    /// <summary>Its enode URL.</summary>
    public async Task<string> EnodeAsync() => (await Rpc.AskAsync("admin_nodeInfo")).GetProperty("enode").GetString()!;

    /// <summary>Ends it (SIGKILL).</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Rpc.Dispose();
    }

    private string KeyFile => Path.Combine(_folder, "key");

    private async Task<bool> AnswersAsync()
    {
        Assert.False(_process.EndedByItself, $"ethereumjs ended by itself. {LogTail}");
        try
        {
            await Rpc.HeadAsync();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
