using System.Text.Json;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Integration.Telemetry;

/// <summary>The dashboards and rules under ops, as far as they name metrics.</summary>
internal static class Monitoring
{
    public static string Dashboards { get; } = Checkout.PathOf("ops", "grafana", "dashboards");

    public static string RecordingRules { get; } = Checkout.PathOf("ops", "prometheus", "recording.rules.yml");

    public static string AlertRules { get; } = Checkout.PathOf("ops", "prometheus", "alert.rules.yml");

    /// <summary>Every query of every panel.</summary>
    public static IReadOnlyList<(string Dashboard, string Panel, string Expression)> Panels()
    {
        List<(string, string, string)> panels = [];
        foreach (var file in Directory.EnumerateFiles(Dashboards, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var title = document.RootElement.GetProperty("title").GetString()!;
            foreach (var panel in document.RootElement.GetProperty("panels").EnumerateArray())
            {
                foreach (var target in panel.TryGetProperty("targets", out var targets) ? targets.EnumerateArray() : default)
                {
                    panels.Add((title, panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!));
                }
            }
        }

        return panels;
    }

    /// <summary>Rules of a file: its name (of the alert, or of the recorded series), expression and runbook.</summary>
    public static IReadOnlyList<(string Name, string Expression, string? Runbook)> Rules(string file)
    {
        List<(string Name, string Expression, string? Runbook)> rules = [];
        foreach (var line in File.ReadLines(file).Select(line => line.Trim()))
        {
            if (ValueOf(line, "- alert:") is { } alert)
            {
                rules.Add((alert, "", null));
            }
            else if (ValueOf(line, "- record:") is { } record)
            {
                rules.Add((record, "", null));
            }
            else if (ValueOf(line, "expr:") is { } expression)
            {
                rules[^1] = rules[^1] with { Expression = expression };
            }
            else if (ValueOf(line, "runbook:") is { } runbook)
            {
                rules[^1] = rules[^1] with { Runbook = runbook };
            }
        }

        return rules;
    }

    // Each rule's expression stands on one line: the files are written so, and promtool reads them as YAML all the same.
    private static string? ValueOf(string line, string key) => line.StartsWith(key, StringComparison.Ordinal) ? line[key.Length..].Trim() : null;
}
