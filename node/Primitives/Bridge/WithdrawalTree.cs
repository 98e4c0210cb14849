namespace PoaSidechain.Primitives.Bridge;

/// <summary>The outbox tree: depth 32, one leaf per withdrawal in the order they were written.</summary>
public static class WithdrawalTree
{
    /// <summary>Levels above the leaves.</summary>
    public const int Depth = 32;

    /// <summary>Root of the tree without leaves.</summary>
    public static Hash256 EmptyRoot => MerkleTree.EmptySubtree(Depth);

    /// <summary>Builds the tree over the first withdrawals, for its root and for the paths that claims need.</summary>
    public static MerkleTree Build(IReadOnlyCollection<Hash256> leafHashes) => new(Depth, leafHashes);

    /// <summary>True when the leaf stands at its index under the root.</summary>
    public static bool Verify(in Hash256 root, WithdrawalLeaf leaf, MerklePath path, BridgeIdentity bridge) =>
        path.RootOf(leaf.Hash(bridge), leaf.Index, Depth) == root;
}
