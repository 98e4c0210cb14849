using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.State.Trie;

/// <summary>Checks proofs that a trie has a value under a key, or has none: what eth_getProof answers (EIP-1186).</summary>
public static class TrieProof
{
    private const int BranchItems = 17;

    /// <summary>Follows a proof from a root that is trusted to a key.</summary>
    /// <param name="root">The trie's root.</param>
    /// <param name="key">The whole key: for state and storage the Keccak-256 of address and slot.</param>
    /// <param name="proof">RLP of the nodes from the root on; a node shorter than 32 bytes stands inside its parent.</param>
    /// <param name="value">The value, when <see cref="TrieProofVerdict.Included"/>.</param>
    public static TrieProofVerdict Verify(
        in Hash256 root, ReadOnlySpan<byte> key, IReadOnlyList<ReadOnlyMemory<byte>> proof, out ReadOnlyMemory<byte> value)
    {
        try
        {
            return Follow(root, key, proof, out value);
        }
        catch (RlpException)
        {
            value = default;
            return TrieProofVerdict.Malformed;
        }
    }

    private static TrieProofVerdict Follow(
        in Hash256 root, ReadOnlySpan<byte> key, IReadOnlyList<ReadOnlyMemory<byte>> proof, out ReadOnlyMemory<byte> value)
    {
        value = default;
        if (root == Keccak256.OfEmptyTrie)
        {
            return proof.Count == 0 ? TrieProofVerdict.Excluded : TrieProofVerdict.Malformed;
        }

        Span<byte> path = new byte[key.Length * 2];
        Nibbles.Expand(key, path);
        var used = 0;
        ReadOnlySpan<byte> expected = root.Bytes;
        ReadOnlySpan<byte> node = default;
        while (true)
        {
            if (node.IsEmpty)
            {
                if (used == proof.Count)
                {
                    return TrieProofVerdict.Incomplete;
                }

                node = proof[used++].Span;
                if (!Keccak256.Hash(node).Bytes.SequenceEqual(expected))
                {
                    return TrieProofVerdict.WrongHash;
                }
            }

            var step = Step(node, ref path, out var next);
            if (step != TrieProofVerdict.Incomplete)
            {
                value = step == TrieProofVerdict.Included ? next.ToArray() : default;
                return used == proof.Count ? step : TrieProofVerdict.Malformed;
            }

            var isHash = next.Length == 1 + Hash256.Size && next[0] == 0xa0;
            node = isHash ? default : next;
            expected = isHash ? next[1..] : default;
        }
    }

    /// <summary>One node further: a verdict with the value, or "incomplete" with the reference to the next node.</summary>
    private static TrieProofVerdict Step(ReadOnlySpan<byte> node, scoped ref Span<byte> path, out ReadOnlySpan<byte> next)
    {
        var reader = new RlpReader(node);
        var items = reader.ReadList();
        reader.ExpectEnd();
        var count = items.CountItems();
        if (count == BranchItems)
        {
            return StepBranch(items, ref path, out next);
        }

        if (count != 2)
        {
            throw new RlpException("A trie node has 2 or 17 items.");
        }

        var encoded = items.ReadBytes();
        if (!Nibbles.IsCanonical(encoded))
        {
            throw new RlpException("A trie node's path is not in hex-prefix form.");
        }

        Span<byte> prefix = new byte[Nibbles.DecodedLength(encoded)];
        var isLeaf = Nibbles.Decode(encoded, prefix);
        next = isLeaf ? items.ReadBytes() : items.ReadRaw();
        if (isLeaf)
        {
            return path.SequenceEqual(prefix) ? TrieProofVerdict.Included : TrieProofVerdict.Excluded;
        }

        if (prefix.IsEmpty || next.Length == 1)
        {
            throw new RlpException("An extension without nibbles or child.");
        }

        if (!path.StartsWith(prefix))
        {
            return TrieProofVerdict.Excluded;
        }

        path = path[prefix.Length..];
        return TrieProofVerdict.Incomplete;
    }

    private static TrieProofVerdict StepBranch(RlpReader items, scoped ref Span<byte> path, out ReadOnlySpan<byte> next)
    {
        var skip = path.IsEmpty ? BranchItems - 1 : path[0];
        for (var i = 0; i < skip; i++)
        {
            items.Skip();
        }

        if (path.IsEmpty)
        {
            next = items.ReadBytes();
            return next.IsEmpty ? TrieProofVerdict.Excluded : TrieProofVerdict.Included;
        }

        path = path[1..];
        next = items.ReadRaw();
        return next.Length == 1 && next[0] == 0x80 ? TrieProofVerdict.Excluded : TrieProofVerdict.Incomplete;
    }
}
