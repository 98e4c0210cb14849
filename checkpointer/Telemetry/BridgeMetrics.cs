using System.Diagnostics.Metrics;
using PoaSidechain.Checkpointer.Solvency;

namespace PoaSidechain.Checkpointer.Telemetry;

/// <summary>What L1 holds and the sidechain owes, by asset in whole units. Assets are bounded by who looks.</summary>
/// <remarks>Thread: the loop writes, a collector reads.</remarks>
internal sealed class BridgeMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "PoaSidechain.Bridge";

    private readonly Meter _meter;
    private readonly Counter<long> _imitated;
    private volatile IReadOnlyList<AssetState> _assets = [];
    private volatile IReadOnlyList<(string State, long Count)> _withdrawals = [];

    public BridgeMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        Gauge("bridge.vault.locked", "{token}", "What the vault's ledger says is locked: on L1, for the sidechain's own tokens there", a => a.Whole(a.Locked));
        Gauge("bridge.vault.held", "{token}", "What the Vault really has on L1; never less than locked (not asked for the sidechain's own tokens)", a => a.Whole(a.Held));
        Gauge("bridge.token.supply", "{token}", "What the other chain owes its holders (outstanding)", a => a.Whole(a.Outstanding));
        Gauge("bridge.withdrawal.unclaimed", "{token}", "Withdrawn on the sidechain and not yet paid on L1", a => a.Whole(a.Sums.Unclaimed));
        Gauge("bridge.deposit.uncredited", "{token}", "Deposited on L1 and not yet credited on the sidechain", a => a.Whole(a.Sums.Uncredited));
        Gauge("bridge.solvency.difference", "{token}", "locked - outstanding - unclaimed - uncredited; must be 0", a => a.Difference);
        Gauge("bridge.vault.bucket", "1", "Share of the speed limit for claims that is used up", a => a.BucketUsed);
        _imitated = _meter.CreateCounter<long>(
            "bridge.event.imitated", "{event}", "Events of the bridge's kinds that other contracts emitted (watchtower); nothing is credited or paid for them");
        _meter.CreateObservableGauge(
            "bridge.withdrawals",
            () => _withdrawals.Select(w => new Measurement<long>(w.Count, new KeyValuePair<string, object?>("state", w.State))),
            "{withdrawal}",
            "Withdrawals: all ever made, those paid on L1, claims that wait for their time");
    }

    /// <summary>Another contract emitted an event of ours.</summary>
    /// <param name="chain">L1 or sidechain.</param>
    /// <param name="kind">The event's name.</param>
    public void Imitated(string chain, string kind) =>
        _imitated.Add(1, new KeyValuePair<string, object?>("chain", chain), new KeyValuePair<string, object?>("event", kind));

    /// <summary>Takes what was found out.</summary>
    public void Report(IReadOnlyList<AssetState> assets, long withdrawalsMade, long withdrawalsPaid, long claimsQueued)
    {
        _assets = assets;
        _withdrawals = [("made", withdrawalsMade), ("paid", withdrawalsPaid), ("queued", claimsQueued)];
    }

    private void Gauge(string name, string unit, string description, Func<AssetState, double> value) => _meter.CreateObservableGauge(
        name, () => _assets.Select(asset => new Measurement<double>(value(asset), new KeyValuePair<string, object?>("asset", asset.Name))), unit, description);
}
