using System.Diagnostics.Metrics;
using PoaSidechain.Node.Health;

namespace PoaSidechain.Node.Telemetry;

/// <summary>Meter <c>PoaSidechain.Node</c>: the node as a whole.</summary>
internal sealed class NodeMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PoaSidechain.Node";

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Makes the meter.</param>
    /// <param name="health">How the node is now.</param>
    /// <param name="periodSeconds">Seconds between blocks.</param>
    /// <param name="chainId">The chain's id.</param>
    public NodeMetrics(IMeterFactory meters, Func<HealthReport> health, ulong periodSeconds, string chainId)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("node.health", () => health().Level, "{level}", "0 green, 1 yellow, 2 red.");
        meter.CreateObservableGauge("node.syncing", () => health().Syncing ? 1 : 0, "{flag}", "1 while the chain is far behind its peers.");
        meter.CreateObservableGauge("node.period", () => (long)periodSeconds, "s", "Seconds between blocks, from the genesis file.");
        meter.CreateObservableGauge(
            "node.info",
            () => new Measurement<int>(
                1, new KeyValuePair<string, object?>("version", VersionInfo.Version), new KeyValuePair<string, object?>("chain", chainId)),
            "{flag}",
            "Always 1; tags say which version runs on which chain.");
    }
}
