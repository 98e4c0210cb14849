using PoaSidechain.Checkpointer.Chains;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>Finds the checkpoint to build on: the final one, or one that L1 accepted since, if this node derived it itself.</summary>
/// <remarks>
/// Waiting for L1's finality before each next checkpoint would allow one in a quarter of an hour. What an endpoint says about L1's newest
/// block only chooses among checkpoints that this node agrees with; were it a lie, the signature given on it would fit nowhere.
/// Thread: the loop only.
/// </remarks>
internal sealed class ParentFinder(L1Reader l1, NodeClient node, AcceptedCheckpoints accepted)
{
    /// <summary>The parent of the next checkpoint; null while L1 holds one that this node cannot identify yet.</summary>
    public async Task<ParentCheckpoint?> FindAsync(ParentCheckpoint final, CancellationToken cancellationToken)
    {
        var hint = await l1.HeadHintAsync(cancellationToken);
        if (hint.Index <= final.Index)
        {
            return final;
        }

        return await accepted.IdentifyAsync(hint, cancellationToken) is { } checkpoint
            && await node.HeaderAsync(checkpoint.LastBlock, checkpoint.LastBlockHash, cancellationToken) is not null
            ? ParentCheckpoint.Of(checkpoint, hint.Digest) with { Index = hint.Index }
            : null;
    }
}
