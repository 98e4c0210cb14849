using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives.Proofs;

/// <summary>Checks proofs in Merkle-Patricia tries (Yellow Paper appendix D), as <c>eth_getProof</c> gives them (EIP-1186).</summary>
/// <remarks>
/// Strict: each node has exactly one shape, every node is hashed and used, nothing may follow the answer. A missing node never counts
/// as a proof of absence; the empty proof proves absence in the empty trie only.
/// </remarks>
public static class MerkleProof
{
    /// <summary>Walks the nodes from the root along a key.</summary>
    /// <param name="root">Root hash of the trie.</param>
    /// <param name="key">The key as it stands in the trie (for state and storage: already hashed).</param>
    /// <param name="nodes">RLP of the nodes on the path, root first; nodes under 32 bytes stand inside their parents.</param>
    /// <param name="value">The value when included, else empty.</param>
    public static ProofOutcome Verify(
        in Hash256 root, ReadOnlySpan<byte> key, IReadOnlyList<ReadOnlyMemory<byte>> nodes, out ReadOnlyMemory<byte> value)
    {
        value = default;
        if (nodes.Count == 0 || root == Keccak256.OfEmptyTrie)
        {
            return root == Keccak256.OfEmptyTrie && IsEmptyTrie(nodes) ? ProofOutcome.Absent : ProofOutcome.Invalid;
        }

        var expected = root;
        var position = 0;
        try
        {
            for (var i = 0; i < nodes.Count; i++)
            {
                if (Keccak256.Hash(nodes[i].Span) != expected)
                {
                    return ProofOutcome.Invalid;
                }

                var step = Descend(nodes[i], key, ref position);
                if (step.Next is not { } next)
                {
                    value = step.Value;
                    return i == nodes.Count - 1 ? step.Outcome : ProofOutcome.Invalid;
                }

                expected = next;
            }
        }
        catch (RlpException)
        {
            value = default;
        }

        return ProofOutcome.Invalid;
    }

    /// <summary>geth proves absence in the empty trie by no node, anvil by the root's preimage, the RLP empty string.</summary>
    private static bool IsEmptyTrie(IReadOnlyList<ReadOnlyMemory<byte>> nodes) =>
        nodes.Count == 0 || (nodes.Count == 1 && nodes[0].Span is [0x80]);

    /// <summary>Follows one hashed node and the small ones inside it, to the next hash or to the answer.</summary>
    private static Step Descend(ReadOnlyMemory<byte> node, ReadOnlySpan<byte> key, ref int position)
    {
        while (true)
        {
            var items = Split(node);
            ReadOnlyMemory<byte> child;
            if (items.Length == 17)
            {
                if (position == key.Length * 2)
                {
                    return Step.Answer(StringOf(items[16]));
                }

                child = items[Nibble(key, position++)];
            }
            else
            {
                var path = new CompactPath(StringOf(items[0]));
                if (!path.Matches(key, position))
                {
                    return Step.Absent;
                }

                position += path.Length;
                if (path.IsLeaf)
                {
                    return position == key.Length * 2 ? Step.Answer(StringOf(items[1])) : Step.Absent;
                }

                child = items[1];
            }

            if (child.Span[0] == 0x80)
            {
                return items.Length == 17 ? Step.Absent : Step.Wrong; // an extension always leads somewhere
            }

            if (child.Span[0] < 0xc0)
            {
                var hash = StringOf(child);
                return hash.Length == Hash256.Size ? Step.Follow(new Hash256(hash.Span)) : Step.Wrong;
            }

            if (child.Length >= Hash256.Size)
            {
                return Step.Wrong; // would have been hashed
            }

            node = child;
        }
    }

    private static ReadOnlyMemory<byte>[] Split(ReadOnlyMemory<byte> node)
    {
        var outer = new RlpReader(node.Span);
        var list = outer.ReadList();
        outer.ExpectEnd();
        var count = list.CountItems();
        if (count is not (2 or 17))
        {
            throw new RlpException($"A trie node has 2 or 17 items, not {count}.");
        }

        var items = new ReadOnlyMemory<byte>[count];
        var offset = node.Length - list.Remaining;
        for (var i = 0; i < count; i++)
        {
            var length = list.ReadRaw().Length;
            items[i] = node.Slice(offset, length);
            offset += length;
        }

        return items;
    }

    private static ReadOnlyMemory<byte> StringOf(ReadOnlyMemory<byte> item)
    {
        var reader = new RlpReader(item.Span);
        var bytes = reader.ReadBytes();
        return item[(item.Length - bytes.Length)..];
    }

    private static int Nibble(ReadOnlySpan<byte> key, int position) =>
        (position & 1) == 0 ? key[position / 2] >> 4 : key[position / 2] & 15;

    private readonly record struct Step(ProofOutcome Outcome, Hash256? Next, ReadOnlyMemory<byte> Value)
    {
        public static Step Wrong => default;

        public static Step Absent => new(ProofOutcome.Absent, null, default);

        public static Step Follow(in Hash256 next) => new(ProofOutcome.Invalid, next, default);

        public static Step Answer(ReadOnlyMemory<byte> value) =>
            value.IsEmpty ? Absent : new Step(ProofOutcome.Included, null, value);
    }

    /// <summary>A path in hex-prefix encoding (Yellow Paper appendix C).</summary>
    private readonly ref struct CompactPath
    {
        private readonly ReadOnlySpan<byte> _encoded;
        private readonly int _first; // first nibble of the path within the encoded bytes

        public CompactPath(ReadOnlyMemory<byte> encoded)
        {
            _encoded = encoded.Span;
            var flag = _encoded.IsEmpty ? 255 : _encoded[0] >> 4;
            var isOdd = (flag & 1) == 1;
            if (flag > 3 || (!isOdd && (_encoded[0] & 15) != 0))
            {
                throw new RlpException("A trie path has a wrong prefix.");
            }

            _first = isOdd ? 1 : 2;
            IsLeaf = flag >= 2;
            Length = (_encoded.Length * 2) - _first;
            if (Length == 0 && !IsLeaf)
            {
                throw new RlpException("An extension without a path.");
            }
        }

        public bool IsLeaf { get; }

        public int Length { get; }

        public bool Matches(ReadOnlySpan<byte> key, int position)
        {
            if (position + Length > key.Length * 2)
            {
                return false;
            }

            for (var i = 0; i < Length; i++)
            {
                if (Nibble(_encoded, _first + i) != Nibble(key, position + i))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
