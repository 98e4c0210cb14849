using System.Globalization;
using PoaSidechain.Tests.Benchmarks.Import;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;

namespace PoaSidechain.Tests.Benchmarks.Scale;

/// <summary>How cost grows with the state, the chain, and the pool. Takes half an hour and some ten gigabytes, so it runs only when asked for.</summary>
internal static class ScalePart
{
    public const string Part = "scale";

    /// <summary>What can be asked for alone.</summary>
    public static readonly string[] Cases = ["pool", "state", "chain", "churn", "archive"];

    // Kinds of entries, as "poa db stats" names them.
    private static readonly string[] HistoryKinds = ["changesets", "old accounts", "old slots"];
    private static readonly string[] StateKinds = ["accounts", "slots", "codes", "state trie nodes", "storage trie nodes", .. HistoryKinds];

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        (string Case, Func<Task> Run)[] cases =
        [
            (Cases[0], () => GrowPoolAsync(options.Quick ? [1_000, 10_000] : [1_000, 10_000, 100_000], report)),
            (Cases[1], () => GrowStateAsync(options.Quick ? [100_000, 1_000_000] : [100_000, 1_000_000, 10_000_000], report)),
            (Cases[2], () => ReadLongChainAsync(HeaderChain.Load(options.Quick ? 100_000 : 1_000_000), report)),
            (Cases[3], () => ChurnAsync(options.Quick ? 100_000 : 1_000_000, report)),
            (Cases[4], () => KeepArchiveAsync(report)),
        ];
        foreach (var (name, run) in cases)
        {
            if (options.ScaleCases.Count == 0 || options.ScaleCases.Contains(name))
            {
                await run();
            }
        }
    }

    private static async Task GrowPoolAsync(int[] sizes, Report report)
    {
        foreach (var senders in sizes)
        {
            await PoolGrowth.RunAsync(senders, report);
        }
    }

    private static async Task GrowStateAsync(int[] sizes, Report report)
    {
        var chain = new GrowthChain(sizes);
        await chain.MakeAsync();
        var folder = WorkFolder.Scratch();
        await ProgramRun.PoaAsync("init", "--datadir", folder, chain.Genesis);
        var made = 0;
        foreach (var size in sizes)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"state of {size:N0} accounts");
            var grown = await ProgramRun.PoaAsync("import", "--datadir", folder, GrowthChain.GrowthTo(size));
            report.Add(Part, name, "new accounts", "1/s", (size - made) / grown.Seconds);
            report.Add(Part, name, "on disk", "MB", WorkFolder.SizeOf(folder) / 1e6);
            var touched = await ProgramRun.PoaAsync("import", "--datadir", folder, GrowthChain.TouchAt(size));
            report.Add(Part, name, "random transfers, cold start", "tx/s", GrowthChain.TouchBlocks * GrowthChain.TouchTransfers / touched.Seconds);
            report.Add(Part, name, "random transfers", "cpu-s", touched.CpuSeconds);
            report.Add(Part, name, "peak memory", "MB", Math.Max(grown.PeakBytes, touched.PeakBytes) / 1e6);
            await OpenAsync(name, folder, report);
            made = size;
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task ReadLongChainAsync(ChainFile chain, Report report)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"chain of {chain.BlockCount:N0} empty blocks");
        var folder = WorkFolder.Scratch();
        await ProgramRun.PoaAsync("init", "--datadir", folder, chain.Genesis);
        var run = await ProgramRun.PoaAsync("import", "--datadir", folder, chain.Blocks);
        report.Add(Part, name, "imported", "blocks/s", chain.BlockCount / run.Seconds);
        report.Add(Part, name, "peak memory", "MB", run.PeakBytes / 1e6);
        report.Add(Part, name, "on disk", "MB", WorkFolder.SizeOf(folder) / 1e6);
        await OpenAsync(name, folder, report);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task ChurnAsync(int blocks, Report report)
    {
        var files = await ChurnChain.MakeAsync(blocks);
        var folder = WorkFolder.Scratch();
        await ProgramRun.PoaAsync("init", "--datadir", folder, ChurnChain.Genesis);
        for (var i = 0; i < files.Length; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"churn, {(i + 1) * blocks / files.Length:N0} blocks");
            var run = await ProgramRun.PoaAsync("import", "--datadir", folder, files[i]);
            report.Add(Part, name, "imported", "blocks/s", blocks / files.Length / run.Seconds);
            report.Add(Part, name, "state and its history", "MB", await MegabytesAsync(folder, StateKinds));
            report.Add(Part, name, "on disk", "MB", WorkFolder.SizeOf(folder) / 1e6);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task KeepArchiveAsync(Report report)
    {
        foreach (var chain in KnownChains.Load().Where(chain => chain.TransactionCount > 0))
        {
            var folder = WorkFolder.Scratch();
            await ProgramRun.PoaAsync("init", "--datadir", folder, chain.Genesis);
            await ProgramRun.PoaAsync("import", "--datadir", folder, "--gcmode", "archive", chain.Blocks);
            var history = await MegabytesAsync(folder, HistoryKinds);
            Directory.Delete(folder, recursive: true);
            report.Add(Part, $"archive of {chain.Name}", "grows by", "kB/block", history * 1e3 / chain.BlockCount);
            report.Add(Part, $"archive of {chain.Name}", "grows by", "bytes/tx", history * 1e6 / chain.TransactionCount);
        }
    }

    private static async Task OpenAsync(string name, string folder, Report report)
    {
        var run = await ProgramRun.PoaAsync("export", "--datadir", folder, Path.Combine(folder, "one.rlp"), "1", "1");
        report.Add(Part, name, "process start and open", "s", run.Seconds);
    }

    private static async Task<double> MegabytesAsync(string folder, string[] kinds)
    {
        var run = await ProgramRun.PoaAsync("db", "stats", "--datadir", folder);
        return run.Output.Split('\n')
            .Where(line => kinds.Any(kind => line.StartsWith(kind + "  ", StringComparison.Ordinal)))
            .Sum(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)) * (1 << 20) / 1e6;
    }
}
