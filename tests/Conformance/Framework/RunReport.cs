using System.Text.Json;

namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>The results of one or several suites.</summary>
public sealed record RunReport(IReadOnlyList<CaseResult> Results)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public int Passed => Count(Outcome.Passed);

    public int Failed => Count(Outcome.Failed);

    public int Skipped => Count(Outcome.Skipped);

    public IEnumerable<CaseResult> Failures => Results.Where(result => result.Outcome == Outcome.Failed);

    public static RunReport Merge(IEnumerable<RunReport> reports) => new([.. reports.SelectMany(report => report.Results)]);

    /// <summary>Counts for each suite and fork, reasons of skips, and <c>N passed, N failed</c> as the last line.</summary>
    public void PrintSummary(TextWriter output)
    {
        foreach (var group in Results.GroupBy(result => (result.Suite, Fork: result.Fork ?? "-")).OrderBy(group => group.Key.Suite, StringComparer.Ordinal))
        {
            var (passed, failed) = (group.Count(r => r.Outcome == Outcome.Passed), group.Count(r => r.Outcome == Outcome.Failed));
            output.WriteLine($"{group.Key.Suite,-12} {group.Key.Fork,-28} {passed,8} passed {failed,8} failed {group.Count() - passed - failed,8} skipped");
        }

        foreach (var group in Results.Where(result => result.Outcome == Outcome.Skipped).GroupBy(result => result.Reason, StringComparer.Ordinal))
        {
            output.WriteLine($"skipped {group.Count()}: {group.Key}");
        }

        output.WriteLine($"{Passed} passed, {Failed} failed");
    }

    public void WriteJson(string path)
    {
        var report = new
        {
            Passed,
            Failed,
            Skipped,
            Cases = Results.Select(r => new { r.Suite, r.File, r.Name, r.Fork, Outcome = Lower(r.Outcome), r.Reason }),
        };
        File.WriteAllText(path, JsonSerializer.Serialize(report, Format) + "\n");
    }

    private static string Lower(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "passed",
        Outcome.Failed => "failed",
        _ => "skipped",
    };

    private int Count(Outcome outcome) => Results.Count(result => result.Outcome == outcome);
}
