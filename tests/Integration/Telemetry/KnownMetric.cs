extern alias node;

using System.Diagnostics.Metrics;
using MetricNames = node::PoaSidechain.Telemetry.MetricNames;

namespace PoaSidechain.Tests.Integration.Telemetry;

/// <summary>One instrument as the programs publish it.</summary>
/// <param name="Program">Which program has it.</param>
/// <param name="Meter">Its meter.</param>
/// <param name="Instrument">Its OpenTelemetry name.</param>
/// <param name="Prometheus">Its name on /metrics.</param>
/// <param name="Type">counter, gauge or histogram.</param>
/// <param name="Unit">Unit, UCUM.</param>
/// <param name="Meaning">Description.</param>
/// <param name="Labels">Tags that were seen, in order.</param>
internal sealed record KnownMetric(
    string Program, string Meter, string Instrument, string Prometheus, string Type, string Unit, string Meaning, SortedSet<string> Labels)
{
    public static KnownMetric Of(string program, Instrument instrument)
    {
        var (name, type) = MetricNames.Of(instrument);
        return new(program, instrument.Meter.Name, instrument.Name, name, type, instrument.Unit ?? "", instrument.Description ?? "", new(StringComparer.Ordinal));
    }

    /// <summary>The names of its series: a histogram has three.</summary>
    public IEnumerable<string> Series => Type == "histogram" ? [Prometheus + "_bucket", Prometheus + "_sum", Prometheus + "_count"] : [Prometheus];
}
