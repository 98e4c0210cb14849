using System.Numerics;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>
/// Path of a leaf to the root of a tree of fixed depth. Bit i of the mask says that the sibling of level i is supplied; all others are the
/// empty subtree of their level.
/// </summary>
/// <param name="Mask">Levels whose sibling is supplied.</param>
/// <param name="Siblings">The supplied siblings, lowest level first.</param>
public sealed record MerklePath(ulong Mask, IReadOnlyList<Hash256> Siblings)
{
    /// <summary>The root that results from placing a leaf at an index; null when index, mask and siblings do not fit the depth.</summary>
    public Hash256? RootOf(Hash256 leaf, ulong index, int depth)
    {
        if (index >> depth != 0 || Mask >> depth != 0 || BitOperations.PopCount(Mask) != Siblings.Count)
        {
            return null;
        }

        var node = leaf;
        var used = 0;
        for (var level = 0; level < depth; level++)
        {
            var sibling = ((Mask >> level) & 1) == 1 ? Siblings[used++] : MerkleTree.EmptySubtree(level);
            node = ((index >> level) & 1) == 1 ? MerkleTree.HashPair(sibling, node) : MerkleTree.HashPair(node, sibling);
        }

        return node;
    }
}
