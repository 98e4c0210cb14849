using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;
using PoaSidechain.Tests.Benchmarks.Rpc;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Nodes;

namespace PoaSidechain.Tests.Benchmarks.Revm;

/// <summary>The same heavy <c>eth_call</c> to this node and to anvil, in turn, in one run: our machine beside revm.</summary>
internal static class RevmPart
{
    private const string Part = "revm";
    private const ulong GasLimit = 30_000_000_000;
    private const double WarmSeconds = 2; // of each side, for the compiler of .NET

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        if (AnvilProcess.Binary is null)
        {
            report.Fail(Part, "anvil", "run bridge-contracts/setup");
            return;
        }

        var folder = WorkFolder.Scratch();
        var genesis = Path.Combine(folder, "genesis.json");
        await File.WriteAllTextAsync(genesis, BenchGenesis.Text([TestKeys.Named("bench signer 0").Address], GasLimit, []));
        await ProgramRun.PoaAsync("init", "--datadir", folder, genesis);
        await using (var node = await BenchNode.StartAsync(folder, "--rpc.gascap", "0", "--rpc.evmtimeout", "60s"))
        {
            await MeasureAsync(node, options.Quick ? 5 : 15, report);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task MeasureAsync(BenchNode node, int runs, Report report)
    {
        using var anvil = await AnvilProcess.StartAsync(GasLimit);
        using var ours = new NodeRpc(new Uri($"http://127.0.0.1:{node.Port}"));
        using var theirs = new NodeRpc(anvil.Address);
        foreach (var workload in Workload.All())
        {
            await MeasureAsync(workload.Name, () => CallAsync(ours, workload), () => CallAsync(theirs, workload), runs, report);
        }
    }

    private static async Task MeasureAsync(string name, Func<Task<string>> ours, Func<Task<string>> theirs, int runs, Report report)
    {
        if (await ours() is var result && await theirs() is var expected && result != expected)
        {
            report.Fail(Part, name, $"anvil gives {expected}, this node {result}");
            return;
        }

        for (var began = Clock.Now(); Clock.Since(began) < 2 * WarmSeconds;)
        {
            await ours();
            await theirs();
        }

        var (our, their) = (new double[runs], new double[runs]);
        for (var i = 0; i < runs; i++)
        {
            (our[i], their[i]) = (await TimeAsync(ours), await TimeAsync(theirs));
        }

        var us = report.Add(Part, name, "this node", "ms", our);
        var revm = report.Add(Part, name, "revm (anvil)", "ms", their);
        report.Add(Part, name, "times as fast", "x", revm.Median / us.Median);
    }

    private static async Task<string> CallAsync(NodeRpc node, Workload workload) =>
        (await node.AskAsync("eth_call", workload.ToCall(GasLimit))).GetString()!;

    private static async Task<double> TimeAsync(Func<Task<string>> call)
    {
        var began = Clock.Now();
        await call();
        return Clock.Since(began) * 1e3;
    }
}
