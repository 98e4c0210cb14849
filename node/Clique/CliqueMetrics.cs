using System.Diagnostics.Metrics;
using PoaSidechain.Clique.Evidence;
using PoaSidechain.Clique.Liveness;
using PoaSidechain.Clique.Signing;

namespace PoaSidechain.Clique;

/// <summary>Meter <c>PoaSidechain.Clique</c>.</summary>
public sealed class CliqueMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PoaSidechain.Clique";

    private readonly Counter<long> _sealed;
    private readonly Counter<long> _notSealed;
    private readonly Counter<long> _equivocations;
    private volatile LivenessReport? _liveness;
    private double _clockOffset = double.NaN;

    /// <summary>Creates the instruments.</summary>
    public CliqueMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _sealed = meter.CreateCounter<long>("clique.seal.count", "{block}", "Blocks sealed by this node.");
        _notSealed = meter.CreateCounter<long>("clique.seal.refused", "{block}", "Blocks that the signer did not seal, by reason.");
        _equivocations = meter.CreateCounter<long>("clique.equivocations", "{pair}", "Pairs of blocks of one signer at one height; on one parent they are proof.");
        meter.CreateObservableGauge("clique.signers", () => Of(report => report.Signers.Count), "{signer}", "Signers.");
        meter.CreateObservableGauge("clique.signers.missing", () => Of(report => report.Missing.Count), "{signer}", "Signers that are taken to be away.");
        meter.CreateObservableGauge("clique.signers.reserve", () => Of(report => report.Reserve), "{signer}", "Signers that may be lost before the chain stops; negative: that must come back.");
        meter.CreateObservableGauge("clique.stalled", () => Of(report => report.IsStalled ? 1 : 0), "{chain}", "1 while a block is long overdue.");
        meter.CreateObservableGauge("clique.inturn.share", InTurnShare, "1", "Share of the last rounds' blocks that were sealed in turn.");
        meter.CreateObservableGauge("clique.clock.offset", ClockOffsets, "s", "This clock against the other signers', positive: ahead.");
    }

    /// <summary>Counts a block sealed here.</summary>
    public void Sealed(bool inTurn) => _sealed.Add(1, new KeyValuePair<string, object?>("turn", inTurn ? "in" : "out"));

    /// <summary>Counts a block that the signer did not seal.</summary>
    public void NotSealed(SealRefusal refusal) => _notSealed.Add(1, new KeyValuePair<string, object?>("reason", refusal.ToString()));

    /// <summary>Counts a signer's second block of a height.</summary>
    public void Equivocation(EquivocationKind kind) =>
        _equivocations.Add(1, new KeyValuePair<string, object?>("kind", kind == EquivocationKind.SameParent ? "same_parent" : "two_branches"));

    /// <summary>Records how the signers are doing.</summary>
    public void Liveness(LivenessReport report, TimeSpan? clockOffset)
    {
        _liveness = report;
        Volatile.Write(ref _clockOffset, clockOffset?.TotalSeconds ?? double.NaN);
    }

    private IEnumerable<Measurement<int>> Of(Func<LivenessReport, int> value) => _liveness is { } report ? [new(value(report))] : [];

    private IEnumerable<Measurement<double>> InTurnShare() => _liveness is { } report ? [new(report.InTurnShare)] : [];

    private IEnumerable<Measurement<double>> ClockOffsets() => Volatile.Read(ref _clockOffset) is var offset && double.IsNaN(offset) ? [] : [new(offset)];
}
