using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.State.Trie;

/// <summary>Checks that leaves are all that a trie has from one key to another: what snap/1 answers.</summary>
/// <remarks>
/// The proof has the nodes on the way to both edges. Going down from the trusted root, each of their children lies outside the range and is
/// not looked at, or inside, where it must be exactly the subtree that the answered leaves make, or on an edge, where the next node of the
/// proof is taken. So nothing can be left out, added or changed between the edges without another hash.
/// </remarks>
public static class RangeProof
{
    private const int BranchWidth = 16;

    /// <summary>Checks a range.</summary>
    /// <param name="root">The trie's root, which is trusted.</param>
    /// <param name="first">The first key asked for, whether or not the trie has it.</param>
    /// <param name="leaves">Leaves from there on. The range ends at the last of them; with none, at the end of the trie.</param>
    /// <param name="proof">Nodes on the way to both edges, in any order; none when the leaves are the whole trie.</param>
    /// <param name="hasMore">True when the trie has leaves after the range.</param>
    public static RangeProofVerdict Verify(
        in Hash256 root, in Hash256 first, ReadOnlySpan<TrieLeaf> leaves, IReadOnlyList<ReadOnlyMemory<byte>> proof, out bool hasMore)
    {
        hasMore = false;
        for (var i = 0; i < leaves.Length; i++)
        {
            if (leaves[i].Value.IsEmpty || (i == 0 ? leaves[i].Key < first : leaves[i].Key <= leaves[i - 1].Key))
            {
                return RangeProofVerdict.NotAscending;
            }
        }

        if (proof.Count == 0 || root == Keccak256.OfEmptyTrie)
        {
            return SubtreeBuilder.RootOf(leaves) == root ? RangeProofVerdict.Valid
                : leaves.IsEmpty ? RangeProofVerdict.Incomplete
                : RangeProofVerdict.WrongLeaves;
        }

        var walk = new Walk(first, leaves.IsEmpty ? null : leaves[^1].Key, proof);
        try
        {
            var verdict = walk.Follow([0xa0, .. root.Bytes], 0, leaves);
            hasMore = walk.HasMore;
            return verdict;
        }
        catch (RlpException)
        {
            return RangeProofVerdict.Malformed;
        }
    }

    /// <summary>Where what is below a path lies.</summary>
    private enum Side
    {
        Before,
        Inside,
        OnEdge,
        After,
    }

    private sealed class Walk
    {
        private readonly Dictionary<Hash256, ReadOnlyMemory<byte>> _nodes = [];
        private readonly byte[] _first = new byte[Nibbles.OfHash];
        private readonly byte[]? _last;
        private readonly byte[] _path = new byte[Nibbles.OfHash];
        private readonly ByteArena _scratch = new();

        public Walk(in Hash256 first, Hash256? last, IReadOnlyList<ReadOnlyMemory<byte>> proof)
        {
            Nibbles.Expand(first.Bytes, _first);
            if (last is { } end)
            {
                _last = new byte[Nibbles.OfHash];
                Nibbles.Expand(end.Bytes, _last);
            }

            foreach (var node in proof)
            {
                _nodes[Keccak256.Hash(node.Span)] = node;
            }
        }

        public bool HasMore { get; private set; }

        /// <summary>Goes to the node behind a reference that stands on an edge.</summary>
        public RangeProofVerdict Follow(ReadOnlySpan<byte> reference, int depth, ReadOnlySpan<TrieLeaf> leaves)
        {
            if (reference.Length != 1 + Hash256.Size || reference[0] != 0xa0)
            {
                return reference[0] >= 0xc0 ? Check(reference, depth, leaves) : RangeProofVerdict.Malformed;
            }

            return _nodes.TryGetValue(new Hash256(reference[1..]), out var node) ? Check(node.Span, depth, leaves) : RangeProofVerdict.Incomplete;
        }

        private RangeProofVerdict Check(ReadOnlySpan<byte> rlp, int depth, ReadOnlySpan<TrieLeaf> leaves)
        {
            var node = TrieNode.Parse(rlp, _scratch);
            if (node.Kind == TrieNodeKind.Branch)
            {
                return depth < Nibbles.OfHash ? CheckBranch(node.Items, depth, leaves) : RangeProofVerdict.Malformed;
            }

            var end = depth + node.Prefix.Length;
            if (node.Kind == TrieNodeKind.Leaf ? end != Nibbles.OfHash : end >= Nibbles.OfHash || node.Prefix.IsEmpty)
            {
                return RangeProofVerdict.Malformed;
            }

            node.Prefix.CopyTo(_path.AsSpan(depth));
            return node.Kind == TrieNodeKind.Leaf ? CheckLeaf(node.Payload, leaves) : CheckExtension(node.Payload, depth, end, leaves);
        }

        private RangeProofVerdict CheckBranch(RlpReader items, int depth, ReadOnlySpan<TrieLeaf> leaves)
        {
            for (var nibble = 0; nibble < BranchWidth; nibble++)
            {
                var count = SubtreeBuilder.CountWith(leaves, depth, nibble);
                _path[depth] = (byte)nibble;
                var verdict = CheckChild(items.ReadRaw(), depth + 1, leaves[..count]);
                if (verdict != RangeProofVerdict.Valid)
                {
                    return verdict;
                }

                leaves = leaves[count..];
            }

            return items.ReadBytes().IsEmpty && items.IsAtEnd ? RangeProofVerdict.Valid : RangeProofVerdict.Malformed;
        }

        private RangeProofVerdict CheckExtension(ReadOnlySpan<byte> child, int depth, int end, ReadOnlySpan<TrieLeaf> leaves)
        {
            Span<byte> key = stackalloc byte[Nibbles.OfHash];
            foreach (ref readonly var leaf in leaves)
            {
                Nibbles.Expand(leaf.Key.Bytes, key);
                if (!key[depth..end].SequenceEqual(_path.AsSpan(depth, end - depth)))
                {
                    return RangeProofVerdict.WrongLeaves;
                }
            }

            return child.Length == 1 ? RangeProofVerdict.Malformed : CheckChild(child, end, leaves);
        }

        private RangeProofVerdict CheckChild(ReadOnlySpan<byte> child, int depth, ReadOnlySpan<TrieLeaf> leaves)
        {
            var isEmpty = child is [0x80];
            switch (SideOf(depth))
            {
                case Side.Before:
                    return leaves.IsEmpty ? RangeProofVerdict.Valid : RangeProofVerdict.WrongLeaves;
                case Side.After:
                    HasMore |= !isEmpty;
                    return leaves.IsEmpty ? RangeProofVerdict.Valid : RangeProofVerdict.WrongLeaves;
                case Side.OnEdge when !isEmpty:
                    return Follow(child, depth, leaves);
                default:
                    return SubtreeBuilder.ReferenceOf(leaves, depth).AsSpan().SequenceEqual(child) ? RangeProofVerdict.Valid : RangeProofVerdict.WrongLeaves;
            }
        }

        /// <summary>A leaf on an edge: in the range it must be the one that was answered.</summary>
        private RangeProofVerdict CheckLeaf(ReadOnlySpan<byte> value, ReadOnlySpan<TrieLeaf> leaves)
        {
            var isBefore = _path.AsSpan().SequenceCompareTo(_first) < 0;
            var isAfter = _last is not null && _path.AsSpan().SequenceCompareTo(_last) > 0;
            HasMore |= isAfter;
            if (isBefore || isAfter)
            {
                return leaves.IsEmpty ? RangeProofVerdict.Valid : RangeProofVerdict.WrongLeaves;
            }

            Span<byte> key = stackalloc byte[Hash256.Size];
            Nibbles.Pack(_path, key);
            return leaves.Length == 1 && leaves[0].Key.Bytes.SequenceEqual(key) && leaves[0].Value.Span.SequenceEqual(value)
                ? RangeProofVerdict.Valid
                : RangeProofVerdict.WrongLeaves;
        }

        private Side SideOf(int depth)
        {
            var path = _path.AsSpan(0, depth);
            var toFirst = path.SequenceCompareTo(_first.AsSpan(0, depth));
            var toLast = _last is null ? -1 : path.SequenceCompareTo(_last.AsSpan(0, depth));
            return toFirst < 0 ? Side.Before
                : toLast > 0 ? Side.After
                : toFirst > 0 && toLast < 0 ? Side.Inside
                : Side.OnEdge;
        }
    }
}
