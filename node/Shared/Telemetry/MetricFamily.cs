using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace PoaSidechain.Telemetry;

/// <summary>One instrument and its series.</summary>
internal sealed class MetricFamily
{
    private static readonly double[] SecondsBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private static readonly double[] CountBounds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 16777216];

    private readonly Lock _seriesLock = new();
    private readonly SortedDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly string _type;
    private readonly string _help;
    private readonly double[]? _bounds;
    private readonly bool _accumulates;
    private readonly bool _isObservable;

    private MetricFamily(string name, string type, string help, double[]? bounds, bool accumulates, bool isObservable)
    {
        _isObservable = isObservable;
        Name = name;
        _type = type;
        _help = help;
        _bounds = bounds;
        _accumulates = accumulates;
    }

    /// <summary>The Prometheus name.</summary>
    public string Name { get; }

    public static MetricFamily Of(Instrument instrument)
    {
        var generic = instrument.GetType().GetGenericTypeDefinition();
        var accumulates = generic == typeof(Counter<>) || generic == typeof(UpDownCounter<>);
        var (name, type) = MetricNames.Of(instrument);
        var bounds = type == "histogram" ? instrument.Unit == "s" ? SecondsBounds : CountBounds : null;
        return new MetricFamily(name, type, instrument.Description ?? "", bounds, accumulates, instrument.IsObservable);
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, int maxSeries)
    {
        var labels = LabelsOf(tags);
        lock (_seriesLock)
        {
            if (!_series.TryGetValue(labels, out var series))
            {
                if (_series.Count >= maxSeries)
                {
                    return;
                }

                series = new MetricSeries(_bounds);
                _series.Add(labels, series);
            }

            series.Record(value, _accumulates);
        }
    }

    /// <summary>Forgets what an observable instrument said last: a series that it no longer reports (a signer voted out) must not stay.</summary>
    public void ClearObserved()
    {
        if (!_isObservable)
        {
            return;
        }

        lock (_seriesLock)
        {
            _series.Clear();
        }
    }

    public void Render(StringBuilder text)
    {
        lock (_seriesLock)
        {
            if (_series.Count == 0)
            {
                return;
            }

            text.Append("# HELP ").Append(Name).Append(' ').Append(_help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
            text.Append("# TYPE ").Append(Name).Append(' ').Append(_type).Append('\n');
            foreach (var (labels, series) in _series)
            {
                series.Render(text, Name, labels, _bounds);
            }
        }
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            text.Append(text.Length == 0 ? "" : ",");
            foreach (var c in key)
            {
                text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
            }

            text.Append("=\"").Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }

        return text.ToString();
    }

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
