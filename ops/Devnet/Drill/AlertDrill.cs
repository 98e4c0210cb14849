using System.Globalization;
using PoaSidechain.Devnet.Display;
using PoaSidechain.Devnet.Observe;

namespace PoaSidechain.Devnet.Drill;

/// <summary>Provokes every alert once on the running devnet and sees it fire in the real Prometheus; each must fall silent when its cause is mended.</summary>
internal sealed class AlertDrill(Places places, Network network, Prometheus prometheus, Journey journey, IDisplay display)
{
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromMinutes(4);

    private readonly List<IReadOnlyList<string>> _seen = [];

    /// <summary>Goes through all provocations; throws when an alert does not fire, does not fall silent, or none of them is about it.</summary>
    /// <param name="provocations">Everything that can be made to go wrong.</param>
    /// <param name="only">Alerts to which it is limited; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Provocations provocations, IReadOnlyCollection<string>? only, CancellationToken cancellationToken)
    {
        var all = provocations.All();
        var rules = await prometheus.AlertNamesAsync(cancellationToken);
        var forgotten = rules.Except([.. all.SelectMany(provocation => provocation.Alerts), .. Provocations.OfWatchtowers], StringComparer.Ordinal).ToArray();
        if (forgotten.Length > 0)
        {
            throw new DevnetException($"nothing provokes {string.Join(", ", forgotten)}");
        }

        await Wait.UntilAsync(
            "silence before the drill", SilenceLimit, async () => (await prometheus.FiringAsync(cancellationToken)).Count == 0, cancellationToken);
        foreach (var provocation in all.Where(provocation => only is null || provocation.Alerts.Intersect(only, StringComparer.Ordinal).Any()))
        {
            await journey.StepAsync("Drill: " + provocation.What, progress => ProvokeAsync(provocation, progress, cancellationToken));
        }

        string[] columns = ["alert", "after", "by", "bound moved", "what it said"];
        display.Table("Alerts seen firing", columns, [.. _seen.OrderBy(row => row[0], StringComparer.Ordinal)]);
        await File.WriteAllTextAsync(places.DrillTable, Markdown(columns), cancellationToken);
        display.Say(string.Create(CultureInfo.InvariantCulture, $"{_seen.Count} of {rules.Count} alerts fired, and fell silent again."));
    }

    private async Task<(string Detail, ulong Gas)> ProvokeAsync(Provocation provocation, Action<string> progress, CancellationToken cancellationToken)
    {
        await MoveBoundsAsync(provocation.Bounds, cancellationToken);
        var start = TimeProvider.System.GetTimestamp();
        await provocation.Provoke(cancellationToken);
        var open = provocation.Alerts.ToHashSet(StringComparer.Ordinal);
        await Wait.UntilAsync(
            $"firing: {string.Join(", ", provocation.Alerts)}",
            provocation.Limit,
            async () =>
            {
                var firing = await prometheus.FiringAsync(cancellationToken);
                foreach (var alert in open.Where(firing.Contains).ToArray())
                {
                    open.Remove(alert);
                    Note(alert, provocation, TimeProvider.System.GetElapsedTime(start), firing[alert].First());
                }

                progress($"not yet: {string.Join(", ", open)}");
                return open.Count == 0;
            },
            cancellationToken);
        progress("mending");
        await provocation.Mend(cancellationToken);
        await MoveBoundsAsync([], cancellationToken);
        await Wait.UntilAsync(
            $"silence after it was mended ({provocation.What})",
            SilenceLimit,
            async () =>
            {
                network.EnsureAllRun();
                var firing = await prometheus.FiringAsync(cancellationToken);
                progress($"still: {string.Join(", ", firing.Select(alert => alert.Key))}");
                return firing.Count == 0;
            },
            cancellationToken);
        return (string.Join(", ", provocation.Alerts), 0);
    }

    private string Markdown(IReadOnlyList<string> columns)
    {
        var rows = _seen.OrderBy(row => row[0], StringComparer.Ordinal).Prepend([.. columns.Select(_ => "---")]).Prepend(columns);
        return string.Concat(rows.Select(row => $"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n"));
    }

    private void Note(string alert, Provocation provocation, TimeSpan after, string said)
    {
        if (_seen.All(row => row[0] != alert))
        {
            var bound = string.Join("; ", provocation.Bounds.Select(change => $"{change.From} → {change.To}"));
            _seen.Add([alert, string.Create(CultureInfo.InvariantCulture, $"{after.TotalSeconds:0} s"), provocation.What, bound, said]);
        }
    }

    private async Task MoveBoundsAsync(IReadOnlyList<(string From, string To)> bounds, CancellationToken cancellationToken)
    {
        RuleCopy.Write(places, [.. bounds]);
        await prometheus.ReloadAsync(cancellationToken);
    }
}
