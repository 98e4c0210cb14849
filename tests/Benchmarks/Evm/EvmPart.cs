using PoaSidechain.Tests.Benchmarks.Reporting;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Evm;

/// <summary>The machine alone, on processor time of one thread: contracts, blocks of one opcode, opcodes, precompiles.</summary>
internal static class EvmPart
{
    public const string Part = "evm";

    private const string Archive = "bench.tar.gz";

    public static Task RunAsync(BenchmarkOptions options, Report report)
    {
        var runs = options.Quick ? 3 : 7;
        try
        {
            foreach (var file in Vectors.Read(Archive, "bench/ipsilon-evm-benchmarks/"))
            {
                IpsilonCases.Run(file, runs, report);
            }

            foreach (var file in Vectors.Read(Archive, "bench/eest-benchmark"))
            {
                if (file.Path.EndsWith(".json", StringComparison.Ordinal))
                {
                    WorstCaseBlocks.Run(file, options.Quick ? 10 : 100, runs, report);
                }
            }
        }
        catch (VectorsMissingException e)
        {
            report.Fail(Part, Archive, e.Message);
        }

        OpcodeLoops.Run(runs, report);
        PrecompileCases.Run(runs, report);
        return Task.CompletedTask;
    }
}
