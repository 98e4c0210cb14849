using System.Globalization;
using System.Text;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>A report for people: counts by suite and by fork, what was skipped and why, what failed; with commit, date and machine.</summary>
public static class Summary
{
    /// <summary>Writes it as Markdown.</summary>
    public static void Write(string path, RunReport report, string arguments) => File.WriteAllText(path, Render(report, arguments));

    private static string Render(RunReport report, string arguments)
    {
        var text = new StringBuilder();
        text.AppendLine("# Conformance report").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{report.Passed:N0} passed, {report.Failed:N0} failed, {report.Skipped:N0} skipped.").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Commit {report.Commit}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC. Arguments: `{arguments}`.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Machine: {Machine.Describe()}.");
        text.AppendLine().AppendLine("## By suite").AppendLine();
        text.AppendLine("| suite | passed | failed | skipped | minutes |").AppendLine("|---|---:|---:|---:|---:|");
        foreach (var suite in report.Results.GroupBy(result => result.Suite).OrderBy(suite => suite.Key, StringComparer.Ordinal))
        {
            var count = CaseCount.Of(suite.Key, "", suite);
            var minutes = report.Times.GetValueOrDefault(suite.Key).TotalMinutes;
            text.AppendLine(CultureInfo.InvariantCulture, $"| {suite.Key} | {count.Passed:N0} | {count.Failed:N0} | {count.Skipped:N0} | {minutes:N1} |");
        }

        text.AppendLine().AppendLine("## By fork").AppendLine();
        text.AppendLine("| suite | fork | passed | failed | skipped |").AppendLine("|---|---|---:|---:|---:|");
        foreach (var count in report.Counts.Where(count => count.Fork != "-"))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {count.Suite} | {count.Fork} | {count.Passed:N0} | {count.Failed:N0} | {count.Skipped:N0} |");
        }

        text.AppendLine().AppendLine("## Skipped").AppendLine();
        text.AppendLine("| cases | suite and reason |").AppendLine("|---:|---|");
        foreach (var (reason, cases) in report.Skips)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {cases:N0} | {reason} |");
        }

        text.AppendLine().AppendLine("## Failed").AppendLine();
        foreach (var failure in report.Failures)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- `{failure.Suite} {failure.Id}`: {failure.Reason!.Split('\n')[0]}");
        }

        return text.Append(report.Failed == 0 ? "Nothing.\n" : "").ToString().ReplaceLineEndings("\n");
    }
}
