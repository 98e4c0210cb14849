using System.Globalization;
using System.Text;

namespace PoaSidechain.Tests.Integration.Telemetry;

/// <summary>Writes ops/METRICS.md.</summary>
internal static class MetricTable
{
    public static string Write(IReadOnlyList<KnownMetric> metrics)
    {
        var panels = Monitoring.Panels();
        var recorded = Monitoring.Rules(Monitoring.RecordingRules);
        var alerts = Monitoring.Rules(Monitoring.AlertRules);
        var text = new StringBuilder();
        text.Append("# Metrics\n\n");
        text.Append("Written by a test from the programs' own instruments, the dashboards and the rules; `POA_WRITE_METRICS=1` with\n");
        text.Append("`-class \"*MetricsReferenceTests\"` writes it anew. The first name is that on `/metrics`, the second that of OpenTelemetry. A histogram has the series\n");
        text.Append("`_bucket`, `_sum` and `_count`. Dashboards: [grafana/](grafana), alerts: [prometheus/](prometheus), what to do: [runbooks/](runbooks).\n");
        foreach (var group in metrics.GroupBy(metric => metric.Program))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {Heading(group.Key)}\n\n");
            text.Append("| metric | OpenTelemetry | type | unit | labels | meaning | dashboards | alerts |\n|---|---|---|---|---|---|---|---|\n");
            foreach (var metric in group)
            {
                // A recorded series stands for the metrics it is made of.
                var names = metric.Series.Concat(recorded.Where(rule => PromQl.SeriesIn(rule.Expression).Overlaps(metric.Series)).Select(rule => rule.Name)).ToHashSet(StringComparer.Ordinal);
                var dashboards = panels.Where(panel => PromQl.SeriesIn(panel.Expression).Overlaps(names)).Select(panel => panel.Dashboard).Distinct();
                var firing = alerts.Where(alert => PromQl.SeriesIn(alert.Expression).Overlaps(names)).Select(alert => $"[{alert.Name}](runbooks/{alert.Name}.md)").Distinct();
                text.Append(CultureInfo.InvariantCulture,
                    $"| `{metric.Prometheus}` | {metric.Instrument} | {metric.Type} | {metric.Unit} | {string.Join(", ", metric.Labels)} | {metric.Meaning.TrimEnd('.')} | {string.Join(", ", dashboards)} | {string.Join(", ", firing)} |\n");
            }
        }

        text.Append("\n## Recorded series\n\n| series | expression |\n|---|---|\n");
        foreach (var rule in recorded)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{rule.Name}` | `{rule.Expression.Replace("|", "\\|", StringComparison.Ordinal)}` |\n");
        }

        return text.ToString();
    }

    private static string Heading(string program) => program switch
    {
        "node" => "Node (`poa`)",
        "checkpointer" => "Checkpointer (`poa-checkpointer`)",
        _ => "Both: the process, by .NET",
    };
}
