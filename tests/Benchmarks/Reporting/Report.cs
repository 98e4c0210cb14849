using System.Globalization;
using System.Text;
using System.Text.Json;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Reporting;

/// <summary>Collects figures, prints each as a line of a table when it comes, and gives all as JSON.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly List<Figure> _figures = [];

    public int Count => _figures.Count;

    public bool HasFailures { get; private set; }

    /// <summary>Adds a figure: one value for each run.</summary>
    public Figure Add(string part, string @case, string metric, string unit, params double[] values)
    {
        var figure = new Figure(part, @case, metric, unit, values);
        _figures.Add(figure);
        var spread = values.Length > 1 ? $"   {Text(figure.Least)} .. {Text(figure.Most)}" : "";
        Console.WriteLine($"{part,-7}{@case,-44}{metric,-24}{Text(figure.Median),12} {unit,-9}{spread}");
        return figure;
    }

    /// <summary>Says that something could not be measured, which makes the whole run fail.</summary>
    public void Fail(string part, string @case, string why)
    {
        HasFailures = true;
        Skip(part, @case, why);
    }

    /// <summary>Says that something is not measured here.</summary>
    public void Skip(string part, string @case, string why) => Console.WriteLine($"{part,-7}{@case,-44}not measured: {why}");

    /// <summary>Machine, commit, and all figures.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            commit = Machine.Commit(),
            when = TimeProvider.System.GetUtcNow().ToString("u", CultureInfo.InvariantCulture),
            machine = Machine.Describe(),
            figures = _figures.Select(figure => new
            {
                part = figure.Part,
                @case = figure.Case,
                metric = figure.Metric,
                unit = figure.Unit,
                median = figure.Median,
                least = figure.Least,
                most = figure.Most,
                values = figure.Values,
            }),
        },
        Json);

    /// <summary>The same as a page of Markdown tables.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("# Benchmark report").AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"Commit {Machine.Commit()}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC. Machine: {Machine.Describe()}.")
            .AppendLine().AppendLine("Medians; in brackets least and most of several runs. What is measured how: [README](../README.md).");
        foreach (var part in _figures.GroupBy(figure => figure.Part))
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {part.Key}").AppendLine()
                .AppendLine("| case | figure | |").AppendLine("|---|---|---:|");
            foreach (var figure in part)
            {
                var spread = figure.Values.Length > 1 ? $" ({Text(figure.Least)} – {Text(figure.Most)})" : "";
                text.AppendLine(CultureInfo.InvariantCulture, $"| {figure.Case} | {figure.Metric} | {Text(figure.Median)} {figure.Unit}{spread} |");
            }
        }

        return text.ToString();
    }

    private static string Text(double value) =>
        value.ToString(Math.Abs(value) >= 1000 ? "N0" : Math.Abs(value) >= 10 ? "F1" : "F3", CultureInfo.InvariantCulture);
}
