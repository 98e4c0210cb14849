using System.Text.Json;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>The results of one or several suites.</summary>
public sealed record RunReport(IReadOnlyList<CaseResult> Results)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>How long the suites took.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Times { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>The commit that the run was begun at.</summary>
    public string Commit { get; init; } = "unknown";

    public int Passed => Count(Outcome.Passed);

    public int Failed => Count(Outcome.Failed);

    public int Skipped => Count(Outcome.Skipped);

    public IEnumerable<CaseResult> Failures => Results.Where(result => result.Outcome == Outcome.Failed);

    /// <summary>Counts of each suite and fork, in order.</summary>
    public IReadOnlyList<CaseCount> Counts =>
    [
        .. Results.GroupBy(result => (result.Suite, Fork: result.Fork ?? "-"))
            .OrderBy(group => group.Key.Suite, StringComparer.Ordinal).ThenBy(group => ForkNames.OrderOf(group.Key.Fork)).ThenBy(group => group.Key.Fork, StringComparer.Ordinal)
            .Select(group => CaseCount.Of(group.Key.Suite, group.Key.Fork, group)),
    ];

    /// <summary>Why cases were skipped, and how many for each reason.</summary>
    public IReadOnlyList<(string Reason, int Cases)> Skips =>
    [
        .. Results.Where(result => result.Outcome == Outcome.Skipped)
            .GroupBy(result => $"{result.Suite}: {result.Reason}", StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, group.Count())),
    ];

    public static RunReport Merge(IReadOnlyList<RunReport> reports) => new([.. reports.SelectMany(report => report.Results)])
    {
        Times = reports.SelectMany(report => report.Times).ToDictionary(),
    };

    /// <summary>Counts for each suite and fork, reasons of skips, and <c>N passed, N failed</c> as the last line.</summary>
    public void PrintSummary(TextWriter output)
    {
        foreach (var count in Counts)
        {
            output.WriteLine($"{count.Suite,-12} {count.Fork,-28} {count.Passed,8} passed {count.Failed,8} failed {count.Skipped,8} skipped");
        }

        foreach (var (reason, cases) in Skips)
        {
            output.WriteLine($"skipped {cases}: {reason}");
        }

        output.WriteLine($"{Passed} passed, {Failed} failed");
    }

    /// <summary>Everything: where and when, counts, and every case with its outcome and reason.</summary>
    public void WriteJson(string path)
    {
        var report = new
        {
            Commit,
            Date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            Machine = Machine.Describe(),
            Passed,
            Failed,
            Skipped,
            Counts,
            Cases = Results.Select(r => new { r.Suite, r.File, r.Name, r.Fork, Outcome = Lower(r.Outcome), r.Reason }),
        };
        using var file = File.Create(path);
        JsonSerializer.Serialize(file, report, Format);
    }

    private static string Lower(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "passed",
        Outcome.Failed => "failed",
        _ => "skipped",
    };

    private int Count(Outcome outcome) => Results.Count(result => result.Outcome == outcome);
}
