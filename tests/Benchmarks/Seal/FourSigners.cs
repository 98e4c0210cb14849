using System.Globalization;
using System.Text;
using System.Text.Json;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;
using PoaSidechain.Tests.Benchmarks.Rpc;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Seal;

/// <summary>
/// Four signers in processes of their own, all linked, period 1 s: transfers come to each by single RPC calls, gossip carries them, and what
/// the chain takes is counted. Nodes, loader and network share the machine.
/// </summary>
internal static class FourSigners
{
    private const int Signers = 4;
    private const int Senders = 500; // at each node
    private const int Connections = 4;
    private const ulong GasLimit = 200_000_000;

    public static async Task RunAsync(int transactionsEach, Report report)
    {
        var keys = Enumerable.Range(0, Signers).Select(node => Enumerable.Range(0, Senders).Select(i => TestKeys.Named($"bench sender {node} {i}")).ToArray()).ToArray();
        List<SignerFolder> folders = [];
        List<BenchNode> nodes = [];
        try
        {
            for (var i = 0; i < Signers; i++)
            {
                folders.Add(await SignerFolder.MakeAsync());
            }

            var genesis = BenchGenesis.Text(folders.Select(folder => folder.Address), GasLimit, keys.SelectMany(key => key));
            List<string> peers = [];
            foreach (var folder in folders)
            {
                await folder.InitAsync(genesis);
                nodes.Add(await StartAsync(folder, peers));
            }

            await MeasureAsync(nodes, keys, transactionsEach, report);
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }

            folders.ForEach(folder => Directory.Delete(folder.Path, recursive: true));
        }
    }

    /// <summary>Starts a signer that dials those before it.</summary>
    private static async Task<BenchNode> StartAsync(SignerFolder folder, List<string> peers)
    {
        using var key = PrivateKey.Generate();
        var secret = new byte[PrivateKey.Size];
        key.CopySecretTo(secret);
        var keyFile = Path.Combine(folder.Path, "network-key");
        await File.WriteAllTextAsync(keyFile, Convert.ToHexStringLower(secret));
        var port = BenchNode.FreePort().ToString(CultureInfo.InvariantCulture);
        string[] dialled = peers.Count == 0 ? [] : ["--staticpeers", string.Join(',', peers)];
        var node = await BenchNode.StartPeerAsync(folder.Path, ["--nodiscover", "--port", port, "--nodekey", keyFile, .. dialled, .. folder.Mining(GasLimit)]);
        peers.Add($"enode://{Convert.ToHexStringLower(key.PublicKey.Span)}@127.0.0.1:{port}");
        return node;
    }

    private static async Task MeasureAsync(List<BenchNode> nodes, PrivateKey[][] keys, int transactionsEach, Report report)
    {
        var name = $"{Signers} signers, {Signers * transactionsEach:N0} transfers by RPC";
        var bodies = keys.Select(senders => SendRequests.Bodies(senders, transactionsEach)).ToArray();
        using var client = new HttpClient();
        var chain = new Uri($"http://127.0.0.1:{nodes[0].Port}");
        await WaitAsync(async () => await NumberAsync(client, chain, "eth_blockNumber", "") >= 3, name);

        var began = Clock.Now();
        await Task.WhenAll(nodes.Select((node, i) => new HttpLoader(node.Port).RunAsync(bodies[i], Connections, TimeSpan.FromMinutes(2), repeat: false)));
        var sent = Clock.Since(began);
        await WaitAsync(async () => await AllAreInAsync(client, chain, keys, transactionsEach), name);
        var all = Clock.Since(began);
        report.Add(SealPart.Part, name, "taken by RPC", "tx/s", Signers * transactionsEach / sent);
        report.Add(SealPart.Part, name, "in the chain", "tx/s", Signers * transactionsEach / all);
        report.Add(SealPart.Part, name, "processor, all nodes", "cpu-s", nodes.Sum(node => node.CpuSeconds));
    }

    /// <summary>True when every sender's last transaction is in the chain of the first node.</summary>
    private static async Task<bool> AllAreInAsync(HttpClient client, Uri node, PrivateKey[][] keys, int transactionsEach)
    {
        foreach (var sender in keys.SelectMany(key => key))
        {
            if (await NumberAsync(client, node, "eth_getTransactionCount", $"\"{sender.Address}\",\"latest\"") < (ulong)(transactionsEach / Senders))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<ulong> NumberAsync(HttpClient client, Uri node, string method, string parameters)
    {
        using var content = new StringContent(
            $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{method}\",\"params\":[{parameters}]}}", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(node, content);
        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        return ulong.Parse(answer.RootElement.GetProperty("result").GetString().AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static async Task WaitAsync(Func<Task<bool>> isSo, string name)
    {
        for (var began = Clock.Now(); !await isSo();)
        {
            if (Clock.Since(began) > 180)
            {
                throw new InvalidOperationException($"{name}: nothing more comes after three minutes.");
            }

            await Task.Delay(50);
        }
    }
}
