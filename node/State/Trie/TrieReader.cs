using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State.Trie;

/// <summary>Walks a trie from its root to one key.</summary>
/// <remarks>Thread: one at a time.</remarks>
internal sealed class TrieReader(ITrieNodes nodes)
{
    private readonly ByteArena _scratch = new();

    /// <summary>The value of a key; empty when the trie does not have it. Valid as long as the reader.</summary>
    public ReadOnlySpan<byte> Get(ReadOnlySpan<byte> prefix, in Hash256 root, ReadOnlySpan<byte> key) => Walk(prefix, root, key, proof: null);

    /// <summary>
    /// The stored nodes from the root towards a key, as eth_getProof answers them: nodes shorter than 32 bytes are inside their parents, an
    /// empty trie has none.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Prove(ReadOnlySpan<byte> prefix, in Hash256 root, ReadOnlySpan<byte> key)
    {
        List<ReadOnlyMemory<byte>> proof = [];
        Walk(prefix, root, key, proof);
        return proof;
    }

    private ReadOnlySpan<byte> Walk(ReadOnlySpan<byte> prefix, in Hash256 root, ReadOnlySpan<byte> key, List<ReadOnlyMemory<byte>>? proof)
    {
        if (root == Keccak256.OfEmptyTrie)
        {
            return default;
        }

        var databaseKey = _scratch.Take(prefix.Length + (key.Length * 2));
        prefix.CopyTo(databaseKey);
        var path = databaseKey[prefix.Length..];
        Nibbles.Expand(key, path);
        var depth = 0;
        var reference = _scratch.Take(1 + Hash256.Size);
        reference[0] = 0xa0;
        root.CopyTo(reference[1..]);
        ReadOnlySpan<byte> next = reference;
        while (true)
        {
            if (next.Length == 1 + Hash256.Size)
            {
                next = nodes.Load(databaseKey[..(prefix.Length + depth)], next[1..], _scratch);
                proof?.Add(next.ToArray());
            }

            var node = TrieNode.Parse(next, _scratch);
            if (!TryStep(node, path, ref depth, out next))
            {
                return next;
            }
        }
    }

    /// <summary>One node further; false at the end, with the value or with nothing.</summary>
    private static bool TryStep(TrieNode node, ReadOnlySpan<byte> path, scoped ref int depth, out ReadOnlySpan<byte> next)
    {
        next = default;
        if (node.Kind == TrieNodeKind.Branch)
        {
            var items = node.Items;
            for (var i = depth < path.Length ? path[depth] : 16; i > 0; i--)
            {
                items.Skip();
            }

            if (depth == path.Length)
            {
                next = items.ReadBytes();
                return false;
            }

            depth++;
            next = items.ReadRaw();
            if (next.Length > 1)
            {
                return true;
            }

            next = default;
            return false;
        }

        var rest = path[depth..];
        if (!rest.StartsWith(node.Prefix))
        {
            return false;
        }

        depth += node.Prefix.Length;
        if (node.Kind == TrieNodeKind.Extension)
        {
            next = node.Payload;
            return true;
        }

        next = depth == path.Length ? node.Payload : default;
        return false;
    }
}
