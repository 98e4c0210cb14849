using System.Diagnostics.Metrics;
using System.Text;

namespace PoaSidechain.Telemetry;

/// <summary>All metrics of the process in Prometheus' text format: gathered from .NET meters as they are recorded, printed on demand.</summary>
/// <remarks>
/// Linked into each executable that serves <c>/metrics</c> (the exporter package is on no feed). Names: dots become underscores, units a suffix
/// (<c>_seconds</c>, <c>_bytes</c>), counters end with <c>_total</c>. Thread: any.
/// </remarks>
internal sealed class PrometheusExporter : IDisposable
{
    /// <summary>What to answer as content type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const int MaxSeries = 1000; // per instrument: a tag that grows without bound must not take the process with it

    private readonly Lock _familiesLock = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <summary>Starts to listen.</summary>
    /// <param name="accepts">Which meters, by name.</param>
    public PrometheusExporter(Func<string, bool> accepts)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (accepts(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument, FamilyOf(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Record(state, (double)value, tags));
        _listener.Start();
    }

    /// <summary>Everything, observable instruments asked anew.</summary>
    public string Render()
    {
        var text = new StringBuilder(16 * 1024);
        lock (_familiesLock)
        {
            foreach (var family in _families.Values)
            {
                family.ClearObserved();
            }

            _listener.RecordObservableInstruments();
            foreach (var family in _families.Values)
            {
                family.Render(text);
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)state!).Record(value, tags, MaxSeries);

    private MetricFamily FamilyOf(Instrument instrument)
    {
        var family = MetricFamily.Of(instrument);
        lock (_familiesLock)
        {
            if (!_families.TryAdd(family.Name, family))
            {
                family = _families[family.Name]; // the same instrument made again, by a second host in one process
            }
        }

        return family;
    }
}
