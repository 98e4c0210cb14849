using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>Runs the suites of this folder from the command line.</summary>
internal static class SuiteRunner
{
    public static int Run(string[] args)
    {
        var options = args.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var suite = options["--suite"];
        var source = options["--fixtures"];
        var filter = options.TryGetValue("--filter", out var text) ? new Regex(text, RegexOptions.NonBacktracking) : null;
        var fork = options.GetValueOrDefault("--fork");
        var skips = options.TryGetValue("--skip", out var skipFile) ? ReadSkips(skipFile) : [];
        var jobs = int.Parse(options.GetValueOrDefault("--jobs", "2"));

        var files = VectorFiles.Read(source, path => path.EndsWith(".json", StringComparison.Ordinal)
            && filter?.IsMatch(path) != false && !skips.Any(skip => skip.IsMatch(path)));
        if (suite == "bench")
        {
            foreach (var line in files.SelectMany(StateBenchmark.Run))
            {
                Console.WriteLine(line);
            }

            return 0;
        }

        var results = new ConcurrentBag<CaseResult>();
        var partitioner = Partitioner.Create(files, EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(partitioner, new ParallelOptions { MaxDegreeOfParallelism = jobs }, file =>
        {
            foreach (var result in suite == "vm" ? VmTestSuite.Run(file) : StateTestSuite.Run(file, fork))
            {
                if (skips.Any(skip => skip.IsMatch(result.Name)))
                {
                    continue;
                }

                results.Add(result);
                if (!result.Passed)
                {
                    Console.WriteLine($"FAIL {result.Name}: {result.Failure}");
                }
            }
        });

        foreach (var group in results.GroupBy(result => result.Fork).OrderBy(group => group.Key))
        {
            Console.WriteLine($"{group.Key}: {group.Count(r => r.Passed)} passed, {group.Count(r => !r.Passed)} failed");
        }

        var failed = results.Count(result => !result.Passed);
        Console.WriteLine($"{results.Count - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static Regex[] ReadSkips(string file) =>
        [.. File.ReadLines(file).Where(line => line.Length > 0 && line[0] is not ('#' or '[')).Select(line => new Regex(line, RegexOptions.NonBacktracking))];
}
