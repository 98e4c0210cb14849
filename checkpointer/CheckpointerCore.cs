using PoaSidechain.Checkpointer.Bindings;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Deposits;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer;

/// <summary>The role beside a signer: attests, posts checkpoints, carries deposits, pins its node.</summary>
internal sealed class CheckpointerCore : RoundCore
{
    /// <summary>Depth at which a transaction on the sidechain is forgotten before a checkpoint covers it; were it undone, it would be made anew.</summary>
    private const ulong SidechainDepth = 64;

    private readonly FinalityStep _finality;
    private readonly ParentFinder _parents;
    private readonly BindingStep _binding;
    private readonly CheckpointStep _checkpoints;
    private readonly HandoverStep _handover;
    private readonly DepositStep _deposits;
    private readonly CheckpointerJournal _journal;

    public CheckpointerCore(CheckpointerOptions options, Deployment deployment, CheckpointerKeys keys, CheckpointerJournal journal,
        CheckpointerConnections connections, HealthBoard health, LaneServices services)
        : this(CheckpointParts.Create(options, deployment, keys, journal, connections, health, services), options, keys, journal, connections, services)
    {
    }

    private CheckpointerCore(CheckpointParts parts, CheckpointerOptions options, CheckpointerKeys keys, CheckpointerJournal journal,
        CheckpointerConnections connections, LaneServices services)
        : base(parts, options, keys, connections, services)
    {
        _journal = journal;
        _finality = new FinalityStep(parts.Node, Accepted, parts.Archive, journal, parts.Identity, parts.Health, services);
        _parents = new ParentFinder(parts.L1, parts.Node, Accepted);
        _binding = new BindingStep(parts, options.Checkpoints, services);
        _checkpoints = new CheckpointStep(parts, options.Checkpoints, services);
        _handover = new HandoverStep(parts, options.Checkpoints, services);
        _deposits = new DepositStep(parts, new DepositStore(journal), options.Deposits, options.L1.LogRange, services);
    }

    protected override async Task WorkAsync(L1View l1, NodeStatus status, CancellationToken cancellationToken)
    {
        if (await _finality.RunAsync(l1, status, cancellationToken) is not { } final)
        {
            return;
        }

        Services.Metrics.CheckpointAge = Services.Time.GetUtcNow().ToUnixTimeSeconds() - (long)l1.Head.AcceptedAt;
        if (!await _binding.RunAsync(cancellationToken))
        {
            return;
        }

        await StepAsync(HealthPart.Handover, () => _handover.RunAsync(final, cancellationToken));
        await StepAsync(HealthPart.Deposits, () => _deposits.RunAsync(l1, cancellationToken));
        await StepAsync(HealthPart.Checkpoints, () => MakeCheckpointAsync(final, l1, status, cancellationToken));
        await StepAsync(HealthPart.Solvency, () => Solvency.RunAsync(l1.Block.Number, cancellationToken));
    }

    protected override async Task FollowSidechainAsync(CancellationToken cancellationToken)
    {
        if (Parts.SidechainLane is { } lane)
        {
            var head = await Parts.Node.Chain.HeadAsync(cancellationToken);
            var deep = head.Number > SidechainDepth ? head.Number - SidechainDepth : 0;
            var final = FinalCheckpoint.Read(_journal)?.LastBlock ?? 0;
            if (head.Number < final)
            {
                return; // restored from an older copy: what was sent before may be in blocks that it has to get yet
            }

            await lane.TickAsync(Math.Max(deep, final), cancellationToken);
            ReportLane(HealthPart.SidechainTransactions, lane);
        }
    }

    private async Task MakeCheckpointAsync(ParentCheckpoint final, L1View l1, NodeStatus status, CancellationToken cancellationToken)
    {
        if (await _parents.FindAsync(final, cancellationToken) is { } parent)
        {
            await _checkpoints.RunAsync(parent, l1, status, cancellationToken);
        }
    }
}
