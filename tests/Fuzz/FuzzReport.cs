using System.Text.Json;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Fuzz.Execution;
using PoaSidechain.Tests.Fuzz.Generation;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Fuzz;

/// <summary>Counts of a run, and the differences found.</summary>
internal sealed class FuzzReport(FuzzOptions options)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    private readonly SortedDictionary<Fork, long> _casesByFork = [];
    private readonly SortedDictionary<string, long> _transactionsByEnd = new(StringComparer.Ordinal);
    private readonly List<object> _differences = [];
    private readonly long _started = TimeProvider.System.GetTimestamp();

    public long Cases => _casesByFork.Values.Sum();

    public int Differences => _differences.Count;

    public void Count(FuzzCase one, CaseOutcome outcome)
    {
        _casesByFork[one.Fork] = _casesByFork.GetValueOrDefault(one.Fork) + 1;
        foreach (var text in outcome.Transactions)
        {
            var end = text.Split('\n', 2)[0];
            _transactionsByEnd[end] = _transactionsByEnd.GetValueOrDefault(end) + 1;
        }
    }

    public void AddDifference(FuzzCase one, string what)
    {
        Console.WriteLine($"DIFFERENCE case {one.Number} of seed {options.Seed} [{one.Fork}]");
        Console.WriteLine("    " + what.ReplaceLineEndings(Environment.NewLine + "    "));
        _differences.Add(new { seed = options.Seed, number = one.Number, fork = $"{one.Fork}", what = what.Split('\n') });
    }

    /// <summary>Writes the report as it stands.</summary>
    public void Write()
    {
        if (options.Report is null)
        {
            return;
        }

        File.WriteAllText(options.Report, JsonSerializer.Serialize(
            new
            {
                commit = Machine.Commit(),
                date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
                machine = Machine.Describe(),
                independentEvm = Judge.PackageVersions(),
                seed = options.Seed,
                first = options.First,
                cases = Cases,
                casesByFork = _casesByFork.ToDictionary(entry => $"{entry.Key}", entry => entry.Value),
                transactions = _transactionsByEnd,
                seconds = (long)TimeProvider.System.GetElapsedTime(_started).TotalSeconds,
                differences = _differences,
            },
            Format) + "\n");
    }
}
