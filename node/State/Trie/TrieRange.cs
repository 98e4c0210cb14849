using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State.Trie;

/// <summary>Walks a trie in the order of its keys, from some key on; and finds the node at a path.</summary>
/// <remarks>Nodes lie in the database in the order of their paths, so the walk reads forwards. Thread: one at a time.</remarks>
internal sealed class TrieRange(ITrieNodes nodes)
{
    private const int BranchWidth = 16;

    private readonly ByteArena _scratch = new();
    private readonly byte[] _path = new byte[Nibbles.OfHash];
    private readonly byte[] _start = new byte[Nibbles.OfHash];
    private byte[] _prefix = [];

    /// <summary>Takes a leaf; false to end the walk. The value is valid during the call.</summary>
    public delegate bool Visitor(in Hash256 key, ReadOnlySpan<byte> value);

    /// <summary>Visits all leaves whose key is not below <paramref name="start"/>, until told to stop.</summary>
    public void Read(ReadOnlySpan<byte> prefix, in Hash256 root, in Hash256 start, Visitor visitor)
    {
        if (root == Keccak256.OfEmptyTrie)
        {
            return;
        }

        _prefix = prefix.ToArray();
        Nibbles.Expand(start.Bytes, _start);
        Visit([0xa0, .. root.Bytes], 0, isOnEdge: true, visitor);
    }

    /// <summary>The stored node at a path, or null: nodes shorter than 32 bytes are inside their parents and not found.</summary>
    public byte[]? Find(ReadOnlySpan<byte> prefix, in Hash256 root, ReadOnlySpan<byte> path)
    {
        if (root == Keccak256.OfEmptyTrie)
        {
            return null;
        }

        _prefix = prefix.ToArray();
        var depth = 0;
        ReadOnlySpan<byte> reference = [0xa0, .. root.Bytes];
        while (true)
        {
            var isStored = reference.Length == 1 + Hash256.Size;
            var rlp = isStored ? Load(path[..depth], reference) : reference;
            if (depth == path.Length)
            {
                return isStored ? rlp.ToArray() : null;
            }

            var node = TrieNode.Parse(rlp, _scratch);
            if (node.Kind == TrieNodeKind.Leaf || (node.Kind == TrieNodeKind.Extension && !path[depth..].StartsWith(node.Prefix)))
            {
                return null;
            }

            var items = node.Items;
            for (var i = node.Kind == TrieNodeKind.Branch ? path[depth] : 0; i > 0; i--)
            {
                items.Skip();
            }

            depth += node.Kind == TrieNodeKind.Branch ? 1 : node.Prefix.Length;
            reference = node.Kind == TrieNodeKind.Branch ? items.ReadRaw() : node.Payload;
            if (reference.Length == 1)
            {
                return null;
            }
        }
    }

    private bool Visit(ReadOnlySpan<byte> reference, int depth, bool isOnEdge, Visitor visitor)
    {
        var node = TrieNode.Parse(reference.Length == 1 + Hash256.Size ? Load(_path.AsSpan(0, depth), reference) : reference, _scratch);
        if (node.Kind == TrieNodeKind.Branch)
        {
            return VisitBranch(node, depth, isOnEdge, visitor);
        }

        node.Prefix.CopyTo(_path.AsSpan(depth));
        var order = isOnEdge ? node.Prefix.SequenceCompareTo(_start.AsSpan(depth, node.Prefix.Length)) : 1;
        if (order < 0)
        {
            return true;
        }

        if (node.Kind == TrieNodeKind.Extension)
        {
            return Visit(node.Payload, depth + node.Prefix.Length, order == 0, visitor);
        }

        Span<byte> key = stackalloc byte[Hash256.Size];
        Nibbles.Pack(_path, key);
        return visitor(new Hash256(key), node.Payload);
    }

    private bool VisitBranch(TrieNode branch, int depth, bool isOnEdge, Visitor visitor)
    {
        var items = branch.Items;
        var from = isOnEdge ? _start[depth] : 0;
        for (var nibble = 0; nibble < BranchWidth; nibble++)
        {
            var child = items.ReadRaw();
            if (child.Length == 1 || nibble < from)
            {
                continue;
            }

            _path[depth] = (byte)nibble;
            if (!Visit(child, depth + 1, isOnEdge && nibble == from, visitor))
            {
                return false;
            }
        }

        return true;
    }

    private ReadOnlySpan<byte> Load(ReadOnlySpan<byte> path, ReadOnlySpan<byte> reference)
    {
        var key = _scratch.Take(_prefix.Length + path.Length);
        _prefix.CopyTo(key);
        path.CopyTo(key[_prefix.Length..]);
        return nodes.Load(key, reference[1..], _scratch);
    }
}
