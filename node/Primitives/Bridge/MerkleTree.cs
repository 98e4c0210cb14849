using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>A tree of fixed depth over leaves in order, filled up with empty leaves: node = keccak256(left || right), empty leaf = 0.</summary>
/// <remarks>Immutable once built. Thread: any. Siblings are never sorted: the index says on which side each stands.</remarks>
public sealed class MerkleTree
{
    /// <summary>Deepest tree of the bridge.</summary>
    public const int MaxDepth = 32;

    private static readonly Hash256[] Empty = BuildEmpty();

    private readonly Hash256[][] _levels; // only the nodes that have a leaf below them

    /// <summary>Builds the tree; there may be at most 2^depth leaves.</summary>
    public MerkleTree(int depth, IReadOnlyCollection<Hash256> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, MaxDepth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)leaves.Count, 1UL << depth, nameof(leaves));
        _levels = new Hash256[depth + 1][];
        _levels[0] = [.. leaves];
        for (var level = 0; level < depth; level++)
        {
            _levels[level + 1] = Combine(_levels[level], level);
        }
    }

    /// <summary>Number of leaves.</summary>
    public int Count => _levels[0].Length;

    /// <summary>Levels above the leaves.</summary>
    public int Depth => _levels.Length - 1;

    /// <summary>The root.</summary>
    public Hash256 Root => Count == 0 ? EmptySubtree(Depth) : _levels[^1][0];

    /// <summary>The root of a subtree of so many levels that has no leaves.</summary>
    public static Hash256 EmptySubtree(int levels) => Empty[levels];

    /// <summary>An inner node.</summary>
    public static Hash256 HashPair(in Hash256 left, in Hash256 right)
    {
        Span<byte> pair = stackalloc byte[2 * 32];
        left.CopyTo(pair);
        right.CopyTo(pair[32..]);
        return Keccak256.Hash(pair);
    }

    /// <summary>The path of an existing leaf.</summary>
    public MerklePath PathOf(ulong index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, (ulong)Count);
        var mask = 0UL;
        var siblings = new List<Hash256>();
        for (var level = 0; level < Depth; level++)
        {
            var sibling = (index >> level) ^ 1;
            if (sibling < (ulong)_levels[level].Length)
            {
                mask |= 1UL << level;
                siblings.Add(_levels[level][sibling]);
            }
        }

        return new MerklePath(mask, siblings);
    }

    private static Hash256[] Combine(Hash256[] nodes, int level)
    {
        var parents = new Hash256[(nodes.Length + 1) / 2];
        for (var i = 0; i < parents.Length; i++)
        {
            parents[i] = HashPair(nodes[2 * i], (2 * i) + 1 < nodes.Length ? nodes[(2 * i) + 1] : EmptySubtree(level));
        }

        return parents;
    }

    private static Hash256[] BuildEmpty()
    {
        var empty = new Hash256[MaxDepth + 1];
        for (var level = 0; level < MaxDepth; level++)
        {
            empty[level + 1] = HashPair(empty[level], empty[level]);
        }

        return empty;
    }
}
