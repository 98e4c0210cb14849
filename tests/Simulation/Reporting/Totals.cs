using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace PoaSidechain.Tests.Simulation.Reporting;

/// <summary>Adds up schedules and prints the table. Thread: any.</summary>
internal sealed class Totals
{
    private const int MostSeeds = 5;

    private readonly Lock _totalsLock = new();
    private readonly Dictionary<Property, (long Count, List<int> Seeds)> _violations =
        Enum.GetValues<Property>().ToDictionary(property => property, _ => (0L, new List<int>()));

    private readonly RunResult _sum = new();

    public long Schedules { get; private set; }

    public long Failed { get; private set; }

    public void Add(int seed, RunResult result)
    {
        lock (_totalsLock)
        {
            Schedules++;
            Failed += result.Violations.Count > 0 ? 1 : 0;
            _sum.Blocks += result.Blocks;
            _sum.Imports += result.Imports;
            _sum.Reorganisations += result.Reorganisations;
            _sum.DeepestReorganisation = Math.Max(_sum.DeepestReorganisation, result.DeepestReorganisation);
            _sum.Checkpoints += result.Checkpoints;
            _sum.IllegalRefused += result.IllegalRefused;
            _sum.Evidence += result.Evidence;
            _sum.StretchesWithMajority += result.StretchesWithMajority;
            foreach (var property in result.Violations.Select(violation => violation.Property).Distinct())
            {
                var (count, seeds) = _violations[property];
                if (seeds.Count < MostSeeds)
                {
                    seeds.Add(seed);
                }

                _violations[property] = (count + 1, seeds);
            }
        }
    }

    /// <summary>The table, in Markdown.</summary>
    public string Table()
    {
        var lines = new List<string> { "| property | schedules | violations | seeds |", "|---|---:|---:|---|" };
        lines.AddRange(_violations.Select(entry =>
            $"| {TextOf(entry.Key)} | {Number(Schedules)} | {Number(entry.Value.Count)} | {string.Join(' ', entry.Value.Seeds)} |"));
        lines.Add("");
        lines.Add(
            $"{Number(_sum.Blocks)} blocks, {Number(_sum.Imports)} imports, {Number(_sum.Reorganisations)} reorganisations (deepest {_sum.DeepestReorganisation}), "
            + $"{Number(_sum.Checkpoints)} checkpoints on L1, {Number(_sum.StretchesWithMajority)} stretches with a majority, "
            + $"{Number(_sum.IllegalRefused)} illegal blocks refused, {Number(_sum.Evidence)} pieces of evidence recorded");
        return string.Join('\n', lines);
    }

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string TextOf(Property property) =>
        typeof(Property).GetField(property.ToString())!.GetCustomAttribute<DescriptionAttribute>()!.Description;
}
