using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain;

/// <summary>The chain's head moved.</summary>
/// <param name="Removed">Blocks that left the canonical chain, highest first; empty when the head only advanced.</param>
/// <param name="Added">Blocks that joined it, lowest first; the last is the new head.</param>
public sealed record HeadChange(IReadOnlyList<Block> Removed, IReadOnlyList<Block> Added)
{
    /// <summary>The new head.</summary>
    public Block Head => Added[^1];
}
