using System.Diagnostics.Metrics;
using System.Text;

namespace PoaSidechain.Telemetry;

/// <summary>How an instrument is called in Prometheus: dots become underscores, units a suffix, counters end with <c>_total</c>.</summary>
internal static class MetricNames
{
    /// <summary>Name and type (counter, gauge, histogram).</summary>
    public static (string Name, string Type) Of(Instrument instrument)
    {
        var generic = instrument.GetType().GetGenericTypeDefinition();
        var type = generic == typeof(Counter<>) || generic == typeof(ObservableCounter<>) ? "counter"
            : generic == typeof(Histogram<>) ? "histogram"
            : "gauge";
        var name = new StringBuilder(instrument.Name.Length + 16);
        foreach (var c in instrument.Name)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        name.Append(instrument.Unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", "1" => "_ratio", _ => "" });
        return (type == "counter" ? name.Append("_total").ToString() : name.ToString(), type);
    }
}
