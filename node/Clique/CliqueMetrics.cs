using System.Diagnostics.Metrics;

namespace PoaSidechain.Clique;

/// <summary>Meter <c>PoaSidechain.Clique</c>.</summary>
public sealed class CliqueMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PoaSidechain.Clique";

    private readonly Counter<long> _sealed;

    /// <summary>Creates the instruments.</summary>
    public CliqueMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _sealed = meter.CreateCounter<long>("clique.seal.count", "{block}", "Blocks sealed by this node.");
    }

    /// <summary>Counts a block sealed here.</summary>
    public void Sealed(bool inTurn) => _sealed.Add(1, new KeyValuePair<string, object?>("turn", inTurn ? "in" : "out"));
}
