namespace PoaSidechain.State;

/// <summary>
/// What <see cref="StateStore.Prepare"/> put into a batch, to be published when the batch is written; drop it if it was not.
/// </summary>
public sealed class PreparedCommit
{
    internal PreparedCommit(StateHead head, IReadOnlyList<LayerStateView> layers, IReadOnlyList<BlockReference> blocks, long bytes)
    {
        Blocks = blocks;
        Head = head;
        Layers = layers;
        Bytes = bytes;
    }

    /// <summary>Bytes of keys and values of the new state in the batch, history included.</summary>
    public long Bytes { get; }

    internal StateHead Head { get; }

    internal IReadOnlyList<LayerStateView> Layers { get; }

    /// <summary>Those whose changesets are in the batch.</summary>
    internal IReadOnlyList<BlockReference> Blocks { get; }
}
