using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.State.Trie;

/// <summary>What stands above leaves that are all there is below some path: the one form a trie gives them (Yellow Paper appendix D).</summary>
internal static class SubtreeBuilder
{
    private const int BranchWidth = 16;
    private const int MinHashedLength = 32;

    /// <summary>Root of a trie of these leaves.</summary>
    /// <param name="leaves">Ascending keys.</param>
    public static Hash256 RootOf(ReadOnlySpan<TrieLeaf> leaves) =>
        leaves.IsEmpty ? Keccak256.OfEmptyTrie : Keccak256.Hash(NodeOf(leaves, 0));

    /// <summary>How a parent names the node above these leaves: its hash, the node itself when it is short, or nothing.</summary>
    /// <param name="leaves">Ascending keys that share their first nibbles.</param>
    /// <param name="depth">How many.</param>
    public static byte[] ReferenceOf(ReadOnlySpan<TrieLeaf> leaves, int depth)
    {
        if (leaves.IsEmpty)
        {
            return [0x80];
        }

        var node = NodeOf(leaves, depth);
        return node.Length < MinHashedLength ? node : [0xa0, .. Keccak256.Hash(node).Bytes];
    }

    /// <summary>The nibble of a key.</summary>
    public static int NibbleAt(in Hash256 key, int index) => (key.Bytes[index >> 1] >> ((index & 1) == 0 ? 4 : 0)) & 15;

    /// <summary>Of ascending leaves that share their first nibbles, those from the start that have one nibble next.</summary>
    public static int CountWith(ReadOnlySpan<TrieLeaf> leaves, int depth, int nibble)
    {
        var count = 0;
        while (count < leaves.Length && NibbleAt(leaves[count].Key, depth) == nibble)
        {
            count++;
        }

        return count;
    }

    private static byte[] NodeOf(ReadOnlySpan<TrieLeaf> leaves, int depth)
    {
        Span<byte> first = stackalloc byte[Nibbles.OfHash];
        Nibbles.Expand(leaves[0].Key.Bytes, first);
        using var writer = new RlpWriter(640);
        if (leaves.Length == 1)
        {
            return WritePair(writer, first[depth..], isLeaf: true, leaves[0].Value.Span);
        }

        Span<byte> last = stackalloc byte[Nibbles.OfHash];
        Nibbles.Expand(leaves[^1].Key.Bytes, last);
        var fork = first.CommonPrefixLength(last);
        return fork > depth
            ? WritePair(writer, first[depth..fork], isLeaf: false, ReferenceOf(leaves, fork))
            : WriteBranch(writer, leaves, depth);
    }

    private static byte[] WritePair(RlpWriter writer, ReadOnlySpan<byte> nibbles, bool isLeaf, ReadOnlySpan<byte> second)
    {
        Span<byte> path = stackalloc byte[Nibbles.EncodedLength(Nibbles.OfHash)];
        path = path[..Nibbles.EncodedLength(nibbles.Length)];
        Nibbles.Encode(nibbles, isLeaf, path);
        var list = writer.BeginList();
        writer.Write(path);
        if (isLeaf)
        {
            writer.Write(second);
        }
        else
        {
            writer.WriteRaw(second);
        }

        writer.EndList(list);
        return writer.ToArray();
    }

    private static byte[] WriteBranch(RlpWriter writer, ReadOnlySpan<TrieLeaf> leaves, int depth)
    {
        var list = writer.BeginList();
        for (var nibble = 0; nibble < BranchWidth; nibble++)
        {
            var count = CountWith(leaves, depth, nibble);
            writer.WriteRaw(ReferenceOf(leaves[..count], depth + 1));
            leaves = leaves[count..];
        }

        writer.Write([]);
        writer.EndList(list);
        return writer.ToArray();
    }
}
