using System.Text;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.Benchmarks.Import;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;

namespace PoaSidechain.Tests.Benchmarks.Rpc;

/// <summary>Reading requests to a node that holds the chain of token transfers.</summary>
internal static class ReadRequests
{
    private const string Transfer = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
    private const int Accounts = 200;

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        var chain = KnownChains.Load().FirstOrDefault(chain => chain.Name == "erc20-50k");
        if (chain is null)
        {
            report.Fail("rpc", "reading", "the chain erc20-50k is not here: set POA_BENCH");
            return;
        }

        var folder = WorkFolder.Scratch();
        await ProgramRun.PoaAsync("init", "--datadir", folder, chain.Genesis);
        await ProgramRun.PoaAsync("import", "--datadir", folder, chain.Blocks);
        await using (var node = await BenchNode.StartAsync(folder))
        {
            foreach (var (name, bodies) in Requests(chain))
            {
                foreach (var connections in options.Quick ? [16] : (int[])[1, 16, 64])
                {
                    await RpcPart.MeasureAsync(node, name, bodies, connections, TimeSpan.FromSeconds(options.Quick ? 1 : 5), repeat: true, report);
                }
            }

            report.Add("rpc", "reading node", "peak memory", "MB", node.PeakMemory / 1e6);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static IEnumerable<(string Name, List<byte[]> Bodies)> Requests(ChainFile chain)
    {
        var transfers = LastTransfers(chain, out var blockNumber);
        var token = transfers[0].To!.Value;
        Address[] holders = [.. transfers.Take(Accounts).Select(transfer => transfer.TryGetSender(out var sender) ? sender : default)];
        yield return ("eth_blockNumber", [Body("eth_blockNumber", "")]);
        yield return ("eth_getBalance", [.. holders.Select(holder => Body("eth_getBalance", $"\"{holder}\",\"latest\""))]);
        yield return ("eth_call balanceOf", [.. holders.Select(holder => Body(
            "eth_call", $"{{\"to\":\"{token}\",\"data\":\"0x70a08231000000000000000000000000{Hex.Encode(holder.Bytes)[2..]}\"}},\"latest\""))]);
        yield return ("eth_getLogs sparse", [.. holders.Select(holder => Body(
            "eth_getLogs",
            $"{{\"fromBlock\":\"0x0\",\"toBlock\":\"latest\",\"address\":\"{token}\",\"topics\":[\"{Transfer}\",\"0x000000000000000000000000{Hex.Encode(holder.Bytes)[2..]}\"]}}"))]);
        yield return ("eth_getLogs dense, 10 blocks", [Body(
            "eth_getLogs", $"{{\"fromBlock\":\"0x{blockNumber - 9:x}\",\"toBlock\":\"0x{blockNumber:x}\",\"address\":\"{token}\"}}")]);
        yield return ("eth_getBlockByNumber 700 txs", [Body("eth_getBlockByNumber", $"\"0x{blockNumber:x}\",true")]);
    }

    /// <summary>The transactions of the last block that is full of token transfers.</summary>
    private static Transaction[] LastTransfers(ChainFile chain, out ulong number)
    {
        var full = chain.ReadBlocks().Last(block => block.Transactions.Length >= 600);
        number = full.Number;
        return full.Transactions;
    }

    private static byte[] Body(string method, string parameters) =>
        Encoding.UTF8.GetBytes($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{method}\",\"params\":[{parameters}]}}");
}
