using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Watchtower;

/// <summary>The role that believes nobody: derives what L1 accepted, adds up what the bridge holds and owes, and can pause it. It signs nothing else and pins no node.</summary>
internal sealed class WatchtowerCore : RoundCore
{
    private readonly CheckpointWatch _checkpoints;
    private readonly EquivocationWatch _equivocations;
    private readonly LookAlikeWatch _lookAlikes;
    private readonly PauseKey? _pause;

    public WatchtowerCore(CheckpointerOptions options, Deployment deployment, CheckpointerKeys keys, CheckpointerJournal journal,
        CheckpointerConnections connections, HealthBoard health, LaneServices services)
        : this(CheckpointParts.Create(options, deployment, keys, journal, connections, health, services), options, keys, journal, connections, services)
    {
    }

    private WatchtowerCore(CheckpointParts parts, CheckpointerOptions options, CheckpointerKeys keys, CheckpointerJournal journal,
        CheckpointerConnections connections, LaneServices services)
        : base(parts, options, keys, connections, services)
    {
        _checkpoints = new CheckpointWatch(parts, Accepted, journal, options.Watch.Patience, services);
        _equivocations = new EquivocationWatch(parts, services);
        _lookAlikes = new LookAlikeWatch(parts, options.L1.LogRange, services);
        _pause = options.Watch.Pause ? new PauseKey(parts, services) : null;
    }

    protected override async Task WorkAsync(L1View l1, NodeStatus status, CancellationToken cancellationToken)
    {
        Services.Metrics.CheckpointAge = Services.Time.GetUtcNow().ToUnixTimeSeconds() - (long)l1.Head.AcceptedAt;
        var isFalse = false;
        await StepAsync(HealthPart.Finality, async () => isFalse = await _checkpoints.RunAsync(l1, cancellationToken));
        await StepAsync(HealthPart.Equivocation, () => _equivocations.RunAsync(cancellationToken));
        await StepAsync(HealthPart.LookAlikes, () => _lookAlikes.RunAsync(l1.Block.Number, cancellationToken));
        await StepAsync(HealthPart.Solvency, () => Solvency.RunAsync(l1.Block.Number, cancellationToken));
        var isShort = Health.Of(HealthPart.Solvency).Level == HealthLevel.Red;
        if (_pause is not null && (isFalse || isShort))
        {
            await StepAsync(HealthPart.Pausing, () => _pause.PauseAsync(cancellationToken));
        }
    }
}
