using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using PoaSidechain.Checkpointer.Health;

namespace PoaSidechain.Checkpointer.Telemetry;

/// <summary>All instruments of the checkpointer.</summary>
/// <remarks>Thread: the loop writes, a collector reads. Gauges hold the last value written.</remarks>
internal sealed class CheckpointerMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "PoaSidechain.Checkpointer";

    private readonly ConcurrentDictionary<string, LaneMetrics> _lanes = new(StringComparer.Ordinal);
    private readonly Counter<long> _bumps;
    private readonly Counter<double> _spent;
    private readonly Counter<long> _signatures;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _disagreements;
    private readonly Histogram<double> _tick;

    public CheckpointerMetrics(IMeterFactory meters, HealthBoard health)
    {
        var meter = meters.Create(MeterName);
        Bridge = new BridgeMetrics(meters);
        _signatures = meter.CreateCounter<long>("checkpointer.attestation.signed", "{signature}", "Messages signed");
        _refusals = meter.CreateCounter<long>("checkpointer.attestation.refused", "{signature}", "Messages this signer refused to sign");
        _disagreements = meter.CreateCounter<long>("checkpointer.l1.endpoint.disagreement", "{answer}", "Answers of L1 endpoints that were not believed");
        _bumps = meter.CreateCounter<long>("checkpointer.transaction.bump", "{transaction}", "Replacements by dearer attempts");
        _spent = meter.CreateCounter<double>("checkpointer.transaction.spent", "Gwei", "Fees of final transactions");
        _tick = meter.CreateHistogram<double>("checkpointer.tick.duration", "s", "Time of one round through all parts");
        Gauge(meter, "checkpointer.checkpoint.index", "{checkpoint}", "Newest checkpoint final on L1", () => FinalIndex);
        Gauge(meter, "checkpointer.checkpoint.lag", "{block}", "Sidechain blocks behind the last L1 checkpoint", () => CheckpointLag);
        Gauge(meter, "checkpointer.checkpoint.age", "s", "Time since L1 accepted a checkpoint", () => CheckpointAge);
        Gauge(meter, "checkpointer.checkpoint.round", "{round}", "Round of the checkpoint being made", () => Round);
        Gauge(meter, "checkpointer.checkpoint.signatures", "{signature}", "Signatures under the checkpoint being made", () => Signatures);
        Gauge(meter, "checkpointer.deposit.lag", "{deposit}", "Deposits final on L1 and not yet on the sidechain", () => DepositLag);
        Gauge(meter, "checkpointer.signers", "{signer}", "Members of the signer set", () => SetSize);
        Gauge(meter, "checkpointer.l1.finalized", "{block}", "Newest finalized L1 block agreed upon", () => L1Finalized);
        Gauge(meter, "checkpointer.health", "{level}", "0 green, 1 yellow, 2 red", () => (long)health.Level);
        Gauge(meter, "checkpointer.checkpoint.quorum", "{signature}", "Signatures that a checkpoint needs", () => Quorum);
        Gauge(meter, "checkpointer.l1.endpoints", "{endpoint}", "L1 endpoints of the settings", () => L1Endpoints);
        Gauge(meter, "checkpointer.l1.endpoints.quarantined", "{endpoint}", "L1 endpoints that contradicted the others at the last look", () => L1Quarantined);
        meter.CreateObservableGauge("checkpointer.l1.base_fee", () => L1BaseFeeGwei, "Gwei", "Base fee of the newest finalized L1 block");
        meter.CreateObservableGauge(
            "checkpointer.health.part",
            () => Enum.GetValues<HealthPart>().Select(part => new Measurement<int>(
                (int)health.Of(part).Level, new KeyValuePair<string, object?>("part", part.ToString()))),
            "{level}",
            "0 green, 1 yellow, 2 red, for each part");
        meter.CreateObservableGauge(
            "checkpointer.account.balance", () => _lanes.Values.Where(l => l.IsBalanceKnown).Select(l => l.Balance), "Ether", "What the fee account has");
        meter.CreateObservableGauge(
            "checkpointer.transaction.pending", () => _lanes.Values.Select(l => l.Pending), "{transaction}", "Transactions not yet final");
        meter.CreateObservableGauge(
            "checkpointer.transaction.age", () => _lanes.Values.Select(l => l.OldestAge), "s", "Age of the oldest transaction not yet final");
    }

    /// <summary>Instruments about what the bridge holds and owes.</summary>
    public BridgeMetrics Bridge { get; }

    public long FinalIndex { get; set; }

    public long CheckpointLag { get; set; }

    public long CheckpointAge { get; set; }

    public long Round { get; set; }

    public long Signatures { get; set; }

    public long DepositLag { get; set; }

    public long SetSize { get; set; }

    public long L1Finalized { get; set; }

    public long Quorum { get; set; }

    public long L1Endpoints { get; set; }

    public long L1Quarantined { get; set; }

    public double L1BaseFeeGwei { get; set; }

    /// <summary>Instruments of one lane.</summary>
    public LaneMetrics Lane(string chain) => _lanes.GetOrAdd(chain, name => new LaneMetrics(name, _bumps, _spent));

    public void Signed(string message) => _signatures.Add(1, new KeyValuePair<string, object?>("message", message));

    public void Refused(string message, string reason) =>
        _refusals.Add(1, new KeyValuePair<string, object?>("message", message), new KeyValuePair<string, object?>("reason", reason));

    public void Disagreed() => _disagreements.Add(1);

    public void Ticked(TimeSpan duration) => _tick.Record(duration.TotalSeconds);

    private static void Gauge(Meter meter, string name, string unit, string description, Func<long> value) =>
        meter.CreateObservableGauge(name, value, unit, description);
}
