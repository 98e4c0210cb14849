using System.Text;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Rpc;

/// <summary>eth_sendRawTransaction to a node that seals a block a second while they come.</summary>
internal static class SendRequests
{
    private const string Password = "throwaway";
    private const int Senders = 1_000;

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        PrivateKey[] keys = [.. Enumerable.Range(0, Senders).Select(i => TestKeys.Named($"bench sender {i}"))];
        foreach (var connections in options.Quick ? [16] : (int[])[1, 16, 64])
        {
            var folder = WorkFolder.Scratch();
            var password = Path.Combine(folder, "password");
            await File.WriteAllTextAsync(password, Password);
            var created = await ProgramRun.PoaAsync("account", "new", "--datadir", folder, "--password", password, "--lightkdf");
            var signer = Address.Parse(created.Output.Split('\n')[0].Split(' ')[^1].Trim());
            var genesis = Path.Combine(folder, "genesis.json");
            await File.WriteAllTextAsync(genesis, BenchGenesis.Text([signer], 500_000_000, keys));
            await ProgramRun.PoaAsync("init", "--datadir", folder, genesis);
            await using (var node = await BenchNode.StartAsync(
                folder, "--mine", "--miner.etherbase", signer.ToString(), "--password", password, "--miner.gaslimit", "500000000"))
            {
                var bodies = Bodies(keys, options.Quick ? 10_000 : 30_000);
                await RpcPart.MeasureAsync(
                    node, "eth_sendRawTransaction", bodies, connections, TimeSpan.FromSeconds(options.Quick ? 5 : 20), repeat: false, report);
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Each sender's transactions in turn, so that none overtakes its forerunner by much.</summary>
    public static List<byte[]> Bodies(PrivateKey[] keys, int count)
    {
        var bodies = new byte[count][];
        Parallel.For(0, count, i =>
        {
            var transfer = Transfers.Dynamic(keys[i % keys.Length], (ulong)(i / keys.Length), keys[(i * 7) % keys.Length].Address, capGwei: 200);
            bodies[i] = Encoding.UTF8.GetBytes(
                $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_sendRawTransaction\",\"params\":[\"{Hex.Encode(transfer.Encoded.Span)}\"]}}");
        });
        return [.. bodies];
    }
}
