using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>The tree over the blocks of one checkpoint: depth 16, leaf of block n at index n - first block.</summary>
public static class BlocksTree
{
    /// <summary>Levels above the leaves: a checkpoint covers at most 2^16 blocks.</summary>
    public const int Depth = 16;

    /// <summary>Leaf of a block, hashed twice.</summary>
    public static Hash256 LeafHash(ulong number, in Hash256 blockHash)
    {
        Span<byte> words = stackalloc byte[2 * 32];
        var writer = new WordWriter(words);
        writer.Write(number);
        writer.Write(blockHash);
        return Keccak256.Hash(Keccak256.Hash(words).Bytes);
    }

    /// <summary>Builds the tree over consecutive blocks.</summary>
    public static MerkleTree Build(ulong firstBlock, IReadOnlyList<Hash256> blockHashes)
    {
        var leaves = new Hash256[blockHashes.Count];
        for (var i = 0; i < leaves.Length; i++)
        {
            leaves[i] = LeafHash(firstBlock + (ulong)i, blockHashes[i]);
        }

        return new MerkleTree(Depth, leaves);
    }
}
