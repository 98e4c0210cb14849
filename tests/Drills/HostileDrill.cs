using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Chains;
using PoaSidechain.Tests.TestKit.Nodes;
using PoaSidechain.Tests.TestKit.Peers.Attacks;

namespace PoaSidechain.Tests.Drills;

/// <summary>A sealing node in a process of its own under each attack in turn, while a good peer asks it for headers and bodies.</summary>
internal sealed partial class HostileDrill : IAsyncDisposable
{
    private const int Workers = 4;
    private const int WarmUpTransfers = 200;

    /// <summary>What a node may use at the most, MB: its heap is bounded by the limits of messages times peers, whatever is sent.</summary>
    private const long MostMegabytes = 1024;

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5); // RequestChannel.Timeout: who waits longer drops the node

    private readonly string _folder = Directory.CreateTempSubdirectory("poa-hostile-").FullName;
    private readonly int[] _ports = NodeProcess.FreePorts(4);
    private NodeProcess _node = null!;

    public static async Task<bool> RunAsync(DrillOptions options)
    {
        await using var drill = new HostileDrill();
        return await drill.RunAllAsync(TimeSpan.FromSeconds(options.Seconds ?? 5), options.Seed);
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> RunAllAsync(TimeSpan time, int seed)
    {
        var target = await StartAsync();
        var tree = new InMemoryBlockTree(ChainMaker.Genesis); // the good peer asks and serves nothing
        var use = new ProcessUse(_node.ProcessId);
        Console.WriteLine($"{Workers} attackers, {time.TotalSeconds} s each, seed {seed}; {Machine.Commit()}; good peer: 16 headers, then 16 bodies, again and again");
        var table = new Table("attack", "connections", "messages", "MB sent", "peak memory MB", "processors", "good peer p50 ms", "p99 ms", "max ms", "blocks sealed", "refused as");
        var isGood = true;

        var calm = new Attack("(none)", IsUdp: false, static async (_, _, _, token) => await Task.Delay(Timeout.Infinite, token).ContinueWith(static _ => { }, TaskScheduler.Default));
        await using var good = await GoodPeer.ConnectAsync(target, tree);
        foreach (var attack in (IEnumerable<Attack>)[calm, .. RlpxAttacks.All, .. EthAttacks.All, .. UdpAttacks.All])
        {
            var (head, refusals) = (await _node.Rpc.HeadAsync(), await RefusalsAsync());
            use.Begin();
            using var over = new CancellationTokenSource();
            var asking = good.AskUntilAsync(over.Token);
            var count = await attack.RunForAsync(target, Workers, seed, time);
            await over.CancelAsync();
            var times = await asking;
            var (peak, processors) = use.End();
            var sealedBlocks = await _node.Rpc.HeadAsync() - head;

            var isRowGood = good.IsConnected && times[^1] < LongestAnswer && peak < MostMegabytes && sealedBlocks > 0;
            isGood &= isRowGood;
            table.Add(
                (isRowGood ? "" : "VIOLATED: ") + attack.Name, $"{count.Connections}", $"{count.Messages}", $"{count.Bytes >> 20}", $"{peak}", $"{processors:F2}",
                Milliseconds(times, 0.5), Milliseconds(times, 0.99), Milliseconds(times, 1), $"{sealedBlocks}", Difference(refusals, await RefusalsAsync()));
        }

        return isGood;
    }

    /// <summary>Starts a node that seals a block a second, and fills some with transfers.</summary>
    private async Task<AttackTarget> StartAsync()
    {
        _node = await NodeProcess.CreateAsync("target", Path.Combine(_folder, "data"), _ports[..3]);
        var genesis = Path.Combine(_folder, "genesis.json");
        await Programs.PoaAsync(
            "genesis", "new", "--chainid", "1337", "--period", "1", "--signer", _node.Signer.ToString(), "--fund", $"{TestKeys.A.Address}=1000000", "--out", genesis);
        await _node.InitAsync(genesis);
        await _node.StartAsync([], "--metrics", "--metrics.port", _ports[3].ToString(CultureInfo.InvariantCulture), "--maxpeers", "50");
        for (var nonce = 0; nonce < WarmUpTransfers; nonce++)
        {
            var transfer = Transfers.Dynamic(TestKeys.A, (ulong)nonce, TestKeys.B.Address);
            await _node.Rpc.AskAsync("eth_sendRawTransaction", Hex.Encode(transfer.Encoded.Span));
        }

        await Poll.UntilAsync(
            async () => await _node.Rpc.NonceAsync(TestKeys.A.Address) == WarmUpTransfers, TimeSpan.FromSeconds(30), () => "the transfers are mined " + _node.LogTail);
        return await LookAsync(genesis);
    }

    private async Task<AttackTarget> LookAsync(string genesisFile)
    {
        var head = await _node.Rpc.HeadAsync();
        var blocks = new List<Block>();
        for (var number = 0UL; number <= head; number++)
        {
            var raw = await _node.Rpc.AskAsync("debug_getRawBlock", Hex.Quantity(number));
            blocks.Add(Block.Decode(Hex.Decode(raw.GetString()!)));
        }

        var spec = GenesisFileReader.Read(await File.ReadAllBytesAsync(genesisFile)).Spec;
        var totalDifficulty = blocks.Aggregate(UInt256.Zero, static (sum, block) => sum + block.Header.Difficulty);
        var status = new EthStatus(
            68, 1337, totalDifficulty, blocks[^1].Hash, blocks[0].Hash,
            new ForkIdRules(spec, blocks[0].Hash, blocks[0].Header.Timestamp).At(head, blocks[^1].Header.Timestamp));
        var enode = Enode.Parse(_node.Enode);
        return new AttackTarget(
            enode,
            new IPEndPoint(IPAddress.Loopback, enode.Port),
            status,
            blocks.Last(static block => block.Transactions.Length > 0),
            [.. Enumerable.Range(0, 1024).Select(i => blocks[i % blocks.Count].Hash)]);
    }

    /// <summary>Sessions and packets that ended in a fault, by its text.</summary>
    private async Task<Dictionary<string, double>> RefusalsAsync()
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync($"http://127.0.0.1:{_ports[3]}/metrics");
        return FaultLine().Matches(text)
            .GroupBy(static match => match.Groups["fault"].Value, StringComparer.Ordinal)
            .ToDictionary(
                static group => group.Key, static group => group.Sum(static match => double.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture)), StringComparer.Ordinal);
    }

    private static string Difference(Dictionary<string, double> before, Dictionary<string, double> after)
    {
        var top = after
            .Select(entry => (Fault: entry.Key, Count: entry.Value - before.GetValueOrDefault(entry.Key)))
            .Where(static entry => entry.Count > 0 && entry.Fault != "peer.none")
            .OrderByDescending(static entry => entry.Count)
            .Take(2)
            .Select(static entry => $"{entry.Fault} {entry.Count:F0}");
        return string.Join(", ", top) is { Length: > 0 } text ? text : "-";
    }

    private static string Milliseconds(IReadOnlyList<TimeSpan> sorted, double share) =>
        sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))].TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture);

    [GeneratedRegex("""^(?:p2p_disconnects_total|discovery_refusals_total)\{[^}]*fault="(?<fault>[^"]+)"[^}]*\} (?<count>[0-9.e+]+)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex FaultLine();
}
