using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>Derives checkpoints from the own node and nothing else.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed class CheckpointBuilder(NodeClient node, SidechainView view, BridgeIdentity identity)
{
    /// <summary>The checkpoint of a round on a parent up to a block of the view; null when the node left that block meanwhile.</summary>
    public async Task<Checkpoint?> BuildAsync(ParentCheckpoint parent, ulong lastBlock, uint round, CancellationToken cancellationToken)
    {
        var last = view.At(lastBlock);
        if (last is null || view.Base.Hash != parent.LastBlockHash
            || await node.HeaderAsync(last.Number, last.Hash, cancellationToken) is not { } header)
        {
            return null;
        }

        var state = await BridgeState.ReadAsync(node.Chain, header, identity, cancellationToken);
        var first = parent.LastBlock + 1;
        return new Checkpoint
        {
            Index = parent.Index + 1,
            Round = round,
            FirstBlock = first,
            LastBlock = last.Number,
            LastTimestamp = last.Timestamp,
            WithdrawalCount = state.WithdrawalCount,
            DepositCount = state.DepositCount,
            ParentDigest = parent.Digest,
            LastBlockHash = last.Hash,
            StateRoot = header.StateRoot,
            BlocksRoot = BlocksTree.Build(first, view.Hashes(first, last.Number)).Root,
            WithdrawalRoot = state.WithdrawalRoot,
            DepositAcc = state.DepositAcc,
            SetHash = parent.NextSetHash,
            NextSetHash = last.SetAfter.Hash,
        };
    }

    /// <summary>The newest epoch block of a range with its path in the blocks tree; null when the range has none.</summary>
    public async Task<EpochProof?> EpochProofAsync(Checkpoint checkpoint, ulong epochLength, CancellationToken cancellationToken)
    {
        var number = checkpoint.LastBlock - (checkpoint.LastBlock % epochLength);
        if (number < checkpoint.FirstBlock || view.At(number) is not { } link
            || await node.HeaderAsync(number, link.Hash, cancellationToken) is not { } header)
        {
            return null;
        }

        var tree = BlocksTree.Build(checkpoint.FirstBlock, view.Hashes(checkpoint.FirstBlock, checkpoint.LastBlock));
        return new EpochProof(header.Encode(), tree.PathOf(number - checkpoint.FirstBlock));
    }
}
