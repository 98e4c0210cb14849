using System.Diagnostics.Metrics;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain;

/// <summary>Meter <c>PoaSidechain.Chain</c>: imports, head, reorganisations.</summary>
public sealed class ChainMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PoaSidechain.Chain";

    private const double WeiPerGwei = 1e9;

    private readonly Histogram<double> _importDuration;
    private readonly Histogram<long> _reorgDepth;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _transactions;
    private readonly Counter<long> _gas;
    private readonly Meter _meter;
    private long _headNumber;
    private long _headTimestamp;
    private double _baseFeeGwei;
    private double _gasUsedRatio;

    /// <summary>Creates the instruments.</summary>
    public ChainMetrics(IMeterFactory meters)
    {
        var meter = _meter = meters.Create(MeterName);
        _importDuration = meter.CreateHistogram<double>("chain.block.import.duration", "s", "Time to validate, execute and store a block.");
        _reorgDepth = meter.CreateHistogram<long>("chain.reorg.depth", "{block}", "Blocks that left the canonical chain at once.");
        _refused = meter.CreateCounter<long>("chain.block.refused", "{block}", "Refused blocks by rule.");
        _transactions = meter.CreateCounter<long>("chain.transactions", "{transaction}", "Transactions in blocks that became head.");
        _gas = meter.CreateCounter<long>("chain.gas", "{gas}", "Gas used by blocks that became head.");
        meter.CreateObservableGauge("chain.head.number", () => Volatile.Read(ref _headNumber), "{block}", "Height of the head.");
        meter.CreateObservableGauge("chain.head.timestamp", () => Volatile.Read(ref _headTimestamp), "s", "Timestamp of the head, seconds since 1970.");
        meter.CreateObservableGauge("chain.head.base_fee", () => Volatile.Read(ref _baseFeeGwei), "Gwei", "Base fee of the head.");
        meter.CreateObservableGauge("chain.head.gas_used", () => Volatile.Read(ref _gasUsedRatio), "1", "Share of the head's gas limit that was used.");
    }

    /// <summary>Adds what others know: how much waits for the importer, and which blocks checkpoints have fixed.</summary>
    public void Watch(BlockImporter importer, CheckpointPin pin)
    {
        _meter.CreateObservableGauge("chain.import.queue", () => importer.QueueLength, "{block}", "Blocks that wait for the importer.");
        _meter.CreateObservableGauge("chain.safe.number", () => (long)(pin.Attested?.Number ?? 0), "{block}", "Last block that a quorum of signers has attested.");
        _meter.CreateObservableGauge("chain.finalized.number", () => (long)(pin.Final?.Number ?? 0), "{block}", "Last block in a checkpoint that is final on L1.");
    }

    /// <summary>Records the head that the chain starts with.</summary>
    public void Head(BlockHeader head)
    {
        Volatile.Write(ref _headNumber, (long)head.Number);
        Volatile.Write(ref _headTimestamp, (long)head.Timestamp);
        Volatile.Write(ref _baseFeeGwei, (head.BaseFeePerGas ?? UInt256.Zero).SaturateToUInt64() / WeiPerGwei);
        Volatile.Write(ref _gasUsedRatio, head.GasLimit == 0 ? 0 : (double)head.GasUsed / head.GasLimit);
    }

    /// <summary>Records an import.</summary>
    internal void Imported(Block block, ImportResult result, HeadChange? change, TimeSpan elapsed)
    {
        _importDuration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("outcome", Text(result.Outcome)));
        if (result.Outcome == ImportOutcome.Refused)
        {
            _refused.Add(1, new KeyValuePair<string, object?>("reason", result.Verdict.Error.Text()));
        }

        if (change is null)
        {
            return;
        }

        Head(block.Header);
        _transactions.Add(change.Added.Sum(added => (long)added.Transactions.Length));
        _gas.Add(change.Added.Sum(added => (long)added.Header.GasUsed));
        if (change.Removed.Count > 0)
        {
            _reorgDepth.Record(change.Removed.Count);
        }
    }

    private static string Text(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.BecameHead => "head",
        ImportOutcome.SideBranch => "side",
        ImportOutcome.AlreadyKnown => "known",
        _ => "refused",
    };
}
