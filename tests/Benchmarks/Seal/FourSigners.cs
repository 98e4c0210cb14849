using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;
using PoaSidechain.Tests.Benchmarks.Rpc;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Nodes;

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

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(int transactionsEach, Report report)
    {
        var keys = Enumerable.Range(0, Signers).Select(node => Enumerable.Range(0, Senders).Select(i => TestKeys.Named($"bench sender {node} {i}")).ToArray()).ToArray();
        var folder = WorkFolder.Scratch();
        List<NodeProcess> nodes = [];
        try
        {
            for (var i = 0; i < Signers; i++)
            {
                nodes.Add(await NodeProcess.CreateAsync($"signer {i}", Path.Combine(folder, $"{i}"), NodeProcess.FreePorts(3)));
            }

            var genesis = Path.Combine(folder, "genesis.json");
            await File.WriteAllTextAsync(genesis, BenchGenesis.Text(nodes.Select(node => node.Signer), GasLimit, keys.SelectMany(key => key)));
            foreach (var node in nodes)
            {
                await node.InitAsync(genesis);
                await node.StartAsync(
                    nodes.TakeWhile(other => other != node).Select(other => other.Enode), "--nodiscover", "--verbosity", "1", "--miner.gaslimit", $"{GasLimit}");
            }

            await MeasureAsync(nodes, keys, transactionsEach, report);
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(List<NodeProcess> nodes, PrivateKey[][] keys, int transactionsEach, Report report)
    {
        var name = $"{Signers} signers, {Signers * transactionsEach:N0} transfers by RPC";
        var bodies = keys.Select(senders => SendRequests.Bodies(senders, transactionsEach)).ToArray();
        await Poll.UntilAsync(async () => await nodes[0].Rpc.HeadAsync() >= 3, Patience, () => nodes[0].LogTail);

        var began = Clock.Now();
        await Task.WhenAll(nodes.Select((node, i) => new HttpLoader(node.Http.Port).RunAsync(bodies[i], Connections, TimeSpan.FromMinutes(2), repeat: false)));
        var sent = Clock.Since(began);
        await Poll.UntilAsync(() => AllAreInAsync(nodes[0].Rpc, keys, transactionsEach), Patience, () => nodes[0].LogTail);
        var all = Clock.Since(began);
        report.Add(SealPart.Part, name, "taken by RPC", "tx/s", Signers * transactionsEach / sent);
        report.Add(SealPart.Part, name, "in the chain", "tx/s", Signers * transactionsEach / all);
        report.Add(SealPart.Part, name, "processor, all nodes", "cpu-s", nodes.Sum(node => ProgramRun.CpuOf(node.ProcessId)));
    }

    /// <summary>True when every sender's last transaction is in the node's chain.</summary>
    private static async Task<bool> AllAreInAsync(NodeRpc node, PrivateKey[][] keys, int transactionsEach)
    {
        foreach (var sender in keys.SelectMany(key => key))
        {
            if (await node.NonceAsync(sender.Address) < (ulong)(transactionsEach / Senders))
            {
                return false;
            }
        }

        return true;
    }
}
