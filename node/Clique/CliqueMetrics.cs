using System.Diagnostics.Metrics;
using PoaSidechain.Chain;
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

    /// <summary>Creates the instruments.</summary>
    public CliqueMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _sealed = _meter.CreateCounter<long>("clique.seal.count", "{block}", "Blocks sealed by this node.");
        _blocks = _meter.CreateCounter<long>("clique.signer.blocks", "{block}", "Blocks that became canonical, by who sealed them and whether in turn.");
        _missed = _meter.CreateCounter<long>("clique.seal.missed", "{block}", "Canonical blocks that another signer sealed than the one whose turn it was (tag signer).");
    }

    /// <summary>Counts a block sealed here.</summary>
    public void Sealed(bool inTurn) => _sealed.Add(1, Turn(inTurn));

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
