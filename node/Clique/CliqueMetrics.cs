using System.Diagnostics.Metrics;
using PoaSidechain.Chain;
using PoaSidechain.Clique.Evidence;
using PoaSidechain.Clique.Liveness;
using PoaSidechain.Clique.Signing;
using PoaSidechain.Primitives;

namespace PoaSidechain.Clique;

/// <summary>Meter <c>PoaSidechain.Clique</c>: sealing here, and what everyone's seals say about the signers.</summary>
/// <remarks>Signers are a bounded set that members vote on, so they may be tags. Thread: any.</remarks>
public sealed class CliqueMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PoaSidechain.Clique";

    private readonly Meter _meter;
    private readonly Counter<long> _sealed;
    private readonly Counter<long> _blocks;
    private readonly Counter<long> _missed;
    private readonly Counter<long> _notSealed;
    private readonly Counter<long> _equivocations;
    private volatile LivenessReport? _liveness;
    private double _clockOffset = double.NaN;

    /// <summary>Creates the instruments.</summary>
    public CliqueMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _sealed = _meter.CreateCounter<long>("clique.seal.count", "{block}", "Blocks sealed by this node.");
        _blocks = _meter.CreateCounter<long>("clique.signer.blocks", "{block}", "Blocks that became canonical, by who sealed them and whether in turn.");
        _missed = _meter.CreateCounter<long>("clique.seal.missed", "{block}", "Canonical blocks that another signer sealed than the one whose turn it was (tag signer).");
        _notSealed = _meter.CreateCounter<long>("clique.seal.refused", "{block}", "Blocks that the signer did not seal, by reason.");
        _equivocations = _meter.CreateCounter<long>("clique.equivocations", "{pair}", "Pairs of blocks of one signer at one height; on one parent they are proof.");
        _meter.CreateObservableGauge("clique.stalled", Stalled, "{flag}", "1 while the next block is long overdue.");
        _meter.CreateObservableGauge("clique.clock.offset", ClockOffsets, "s", "This clock against the other signers', positive: ahead.");
    }

    /// <summary>Counts a block sealed here.</summary>
    public void Sealed(bool inTurn) => _sealed.Add(1, Turn(inTurn));

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

    /// <summary>Follows the head of a chain.</summary>
    public void Watch(CliqueEngine engine, IBlockTree tree, ProposalStore proposals)
    {
        var activity = new SignerActivity(engine, tree);
        tree.HeadChanged += change => Count(change, engine, tree);
        Gauge("clique.signers", "{signer}", "Signers that may seal.", report => report.Signers.Count);
        Gauge("clique.signers.active", "{signer}", "Signers that sealed one of the last 3N blocks.", report => report.Active);
        Gauge("clique.signers.spare", "{signer}", "Signers that may still fail before the chain stops; negative once it cannot go on.", report => report.Spare);
        _meter.CreateObservableGauge(
            "clique.signer.missing",
            () => activity.Look().Signers.Select(signer => new Measurement<int>(signer.IsMissing ? 1 : 0, Signer(signer.Address))),
            "{flag}",
            "1 for a signer that sealed none of the last 3N blocks.");
        _meter.CreateObservableGauge(
            "clique.signer.last_sealed",
            () => activity.Look().Signers.Where(signer => signer.LastSealed is not null).Select(signer => new Measurement<long>((long)signer.LastSealed!, Signer(signer.Address))),
            "{block}",
            "Newest block of a signer, if it is among the last 3N.");
        _meter.CreateObservableGauge(
            "clique.votes",
            () => activity.Look().Votes is var votes ? new[] { Votes(votes, true), Votes(votes, false) } : [],
            "{vote}",
            "Votes that stand since the last epoch block.");
        _meter.CreateObservableGauge("clique.proposals", () => proposals.All.Count, "{proposal}", "Proposals of this node's operator.");

        void Gauge(string name, string unit, string description, Func<SignerActivity.Report, int> value) =>
            _meter.CreateObservableGauge(name, () => value(activity.Look()), unit, description);
    }

    private IEnumerable<Measurement<int>> Stalled() => _liveness is { } report ? [new(report.IsStalled ? 1 : 0)] : [];

    private IEnumerable<Measurement<double>> ClockOffsets() => Volatile.Read(ref _clockOffset) is var offset && double.IsNaN(offset) ? [] : [new(offset)];

    private static Measurement<int> Votes(IReadOnlyList<bool> votes, bool add) =>
        new(votes.Count(vote => vote == add), new KeyValuePair<string, object?>("kind", add ? "add" : "drop"));

    private static KeyValuePair<string, object?> Signer(in Address signer) => new("signer", signer.ToString());

    private static KeyValuePair<string, object?> Turn(bool inTurn) => new("turn", inTurn ? "in" : "out");

    private void Count(HeadChange change, CliqueEngine engine, IBlockTree tree)
    {
        foreach (var header in change.Added.Select(block => block.Header).Where(header => engine.TryGetSigner(header, out _)))
        {
            engine.TryGetSigner(header, out var signer);
            var isInTurn = header.Difficulty == CliqueHeader.DifficultyInTurn;
            _blocks.Add(1, Signer(signer), Turn(isInTurn));
            if (!isInTurn && tree.FindHeader(header.ParentHash) is { } parent && engine.GetSnapshot(parent, tree)?.SignerInTurn(header.Number) is { } late)
            {
                _missed.Add(1, Signer(late));
            }
        }
    }
}
