using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Journal;
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

    /// <summary>Puts them together for the keys that there are.</summary>
    public static CheckpointParts Create(CheckpointerOptions options, Deployment deployment, CheckpointerKeys keys, CheckpointerJournal journal,
        CheckpointerConnections connections, HealthBoard health, LaneServices services)
    {
        var identity = deployment.Identity;
        var node = connections.Node;
        var board = new NoticeBoard(node, identity);
        var registry = new RegistrySets(node, journal, identity.GenesisHash);
        var record = new SigningRecord(journal, identity);
        TransactionLane? Lane(string name, ulong chainId, EndpointPool endpoints, FeeOptions fees) =>
            keys.Fee is null ? null : new TransactionLane(name, chainId, keys.Fee, endpoints, journal, fees, services);
        var sidechainLane = Lane("sidechain", identity.SidechainChainId.Low64, new EndpointPool([node.Chain]), options.SidechainFees);
        IAttestationSigner? signer = keys.Signer is null ? null : new LocalAttestationSigner(keys.Signer, identity, record, services.CrashPoints);
        return new CheckpointParts
        {
            Node = node,
            L1 = new L1Reader(connections.L1, options.L1.Agreement, identity, services.Metrics, services.Logger),
            Deployment = deployment,
            View = new SidechainView(node),
            Board = board,
            Registry = registry,
            Archive = new CheckpointArchive(journal, identity),
            SigningRecord = record,
            Health = health,
            Attestor = signer is null || sidechainLane is null ? null : new Attestor(signer, board, registry, sidechainLane, identity, services),
            L1Lane = Lane("l1", identity.L1ChainId.Low64, connections.L1, options.L1Fees),
            SidechainLane = sidechainLane,
        };
    }
}
