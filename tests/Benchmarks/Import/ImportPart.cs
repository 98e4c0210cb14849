using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;

namespace PoaSidechain.Tests.Benchmarks.Import;

/// <summary>
/// <c>poa init</c> and <c>poa import</c> as whole processes into an empty folder, with full validation and durable writes, as a stranger would time them.
/// </summary>
internal static class ImportPart
{
    private const string Part = "import";

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        var limits = MachineLimits.Measure(report, options.Runs);
        foreach (var chain in Chains(options))
        {
            List<ProgramRun> runs = [];
            List<double> disk = [];
            for (var i = 0; i < options.Runs; i++)
            {
                var folder = WorkFolder.Scratch();
                await ProgramRun.PoaAsync("init", "--datadir", folder, chain.Genesis);
                runs.Add(await ProgramRun.PoaAsync("import", "--datadir", folder, chain.Blocks));
                disk.Add(WorkFolder.SizeOf(folder) / 1e6);
                if (chain.BlockCount >= 10_000 && i == 0)
                {
                    await MeasureOpeningAsync(chain, folder, report);
                }

                Directory.Delete(folder, recursive: true);
            }

            Tell(chain, runs, disk, limits, report);
        }

        if (options.Chain is null && KnownChains.Folder is null)
        {
            report.Fail(Part, "known chains", "set POA_BENCH to their folder, or use --genesis and --chain");
        }
    }

    private static IEnumerable<ChainFile> Chains(BenchmarkOptions options)
    {
        if (options.Chain is not null)
        {
            return [ChainFile.Load(Path.GetFileName(options.Chain), options.Genesis!, options.Chain)];
        }

        var known = KnownChains.Load();
        return options.Quick ? known.Where(chain => chain.Name != "heavy-mix").Append(HeaderChain.Load(20_000)) : known.Append(HeaderChain.Load(100_000));
    }

    /// <summary>How long a process takes to open the chain: <c>poa export</c> of one block, start-up of the runtime included.</summary>
    private static async Task MeasureOpeningAsync(ChainFile chain, string folder, Report report)
    {
        var target = Path.Combine(folder, "one.rlp");
        var run = await ProgramRun.PoaAsync("export", "--datadir", folder, target, "1", "1");
        report.Add(Part, chain.Name, "process start and open", "s", run.Seconds);
    }

    private static void Tell(ChainFile chain, List<ProgramRun> runs, List<double> disk, MachineLimits limits, Report report)
    {
        void Add(string metric, string unit, Func<ProgramRun, double> value) => report.Add(Part, chain.Name, metric, unit, [.. runs.Select(value)]);

        Add("process", "s", run => run.Seconds);
        Add("processor", "cpu-s", run => run.CpuSeconds);
        Add("peak memory", "MB", run => run.PeakBytes / 1e6);
        report.Add(Part, chain.Name, "on disk", "MB", [.. disk]);
        if (chain.TransactionCount > 0)
        {
            Add("transactions", "tx/s", run => chain.TransactionCount / run.Seconds);
            Add("transactions a cpu-s", "tx/cpu-s", run => chain.TransactionCount / run.CpuSeconds);
            Add("gas", "Mgas/s", run => chain.Gas / 1e6 / run.Seconds);
            Add("gas a cpu-s", "Mgas/cpu-s", run => chain.Gas / 1e6 / run.CpuSeconds);
        }

        Add("headers", "1/s", run => chain.BlockCount / run.Seconds);
        var recovered = chain.TransactionCount + chain.BlockCount;
        Add("of the recovery limit", "%", run => 100 * recovered / run.Seconds / limits.RecoveriesPerSecond);
    }
}
