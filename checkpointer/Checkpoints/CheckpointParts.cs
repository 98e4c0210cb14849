using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Signing;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>What the steps work with. Those of a signer or payer are null in a process that has no such key.</summary>
internal sealed record CheckpointParts
{
    public required NodeClient Node { get; init; }

    public required L1Reader L1 { get; init; }

    public required Deployment Deployment { get; init; }

    public required SidechainView View { get; init; }

    public required NoticeBoard Board { get; init; }

    public required RegistrySets Registry { get; init; }

    public required CheckpointArchive Archive { get; init; }

    public required SigningRecord SigningRecord { get; init; }

    public required HealthBoard Health { get; init; }

    public required Attestor? Attestor { get; init; }

    public required TransactionLane? L1Lane { get; init; }

    public required TransactionLane? SidechainLane { get; init; }

    public BridgeIdentity Identity => Deployment.Identity;
}
