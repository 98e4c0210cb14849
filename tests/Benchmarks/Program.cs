using System.Globalization;
using PoaSidechain.Tests.Benchmarks.Evm;
using PoaSidechain.Tests.Benchmarks.Import;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;
using PoaSidechain.Tests.Benchmarks.Revm;
using PoaSidechain.Tests.Benchmarks.Rpc;
using PoaSidechain.Tests.Benchmarks.Scale;
using PoaSidechain.Tests.Benchmarks.Seal;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks;

/// <summary>Measures the node: import, EVM alone and beside revm, sealing, RPC. See <c>ops/bench --help</c>.</summary>
internal static class Program
{
    private static readonly Dictionary<string, Func<BenchmarkOptions, Report, Task>> Parts = new(StringComparer.Ordinal)
    {
        ["import"] = ImportPart.RunAsync,
        ["evm"] = EvmPart.RunAsync,
        ["revm"] = RevmPart.RunAsync,
        ["seal"] = SealPart.RunAsync,
        ["rpc"] = RpcPart.RunAsync,
        ["scale"] = ScalePart.RunAsync,
    };

    public static async Task<int> Main(string[] arguments)
    {
        if (BenchmarkOptions.TryParse(arguments, [.. Parts.Keys], out var error) is not { } options)
        {
            await Console.Error.WriteLineAsync(error + Environment.NewLine + BenchmarkOptions.Usage);
            return 2;
        }

        var report = new Report();
        foreach (var (name, run) in Parts)
        {
            if (options.Only.Contains(name) || (options.Only.Count == 0 && name != ScalePart.Part))
            {
                Console.WriteLine($"--- {name}");
                await run(options, report);
            }
        }

        var path = options.Json ?? Path.Combine(WorkFolder.Root, $"bench-{Machine.Commit()}.json");
        await File.WriteAllTextAsync(path, report.ToJson());
        if (options.Summary is not null)
        {
            await File.WriteAllTextAsync(options.Summary, report.ToMarkdown());
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Count} figures, {path}"));
        return report.HasFailures ? 1 : 0;
    }
}
