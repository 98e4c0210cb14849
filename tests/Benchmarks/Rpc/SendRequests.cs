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
    private const int Senders = 1_000;
    private const ulong GasLimit = 500_000_000;

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        PrivateKey[] keys = [.. Enumerable.Range(0, Senders).Select(i => TestKeys.Named($"bench sender {i}"))];
        foreach (var connections in options.Quick ? [16] : (int[])[1, 16, 64])
        {
            var signer = await SignerFolder.MakeAsync();
            await signer.InitAsync(BenchGenesis.Text([signer.Address], GasLimit, keys));
            await using (var node = await BenchNode.StartAsync(signer.Path, [.. signer.Mining(GasLimit)]))
            {
                var bodies = Bodies(keys, options.Quick ? 10_000 : 30_000);
                await RpcPart.MeasureAsync(
                    node, "eth_sendRawTransaction", bodies, connections, TimeSpan.FromSeconds(options.Quick ? 5 : 20), repeat: false, report);
            }

            Directory.Delete(signer.Path, recursive: true);
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
