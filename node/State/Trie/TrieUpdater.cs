using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State.Trie;

/// <summary>
/// Applies a sorted list of changes to a trie in one walk: prefixes shared by keys are walked once, each node that changes is written once,
/// and all hashes are computed together afterwards by the <see cref="HashQueue"/>.
/// </summary>
/// <remarks>
/// A node is an RLP string that is stored under its path (Yellow Paper appendix D for its form). The walk goes down with the changes that
/// concern a node and comes back with a <see cref="PendingNode"/>, which the parent either seals (writes under its path) or lets melt into
/// itself, as the one child left of a branch does. A stored node that is not sealed again at its path is noted as removed. Thread: one at a
/// time.
/// </remarks>
internal sealed partial class TrieUpdater
{
    private readonly ITrieNodes _nodes;
    private readonly ByteArena _arena;
    private readonly NodeTable? _table;
    private readonly ByteArena _scratch = new();
    private readonly HashQueue _hashes;
    private readonly NodeEncoder _encoder;
    private byte[] _key = new byte[MaxPrefix + Nibbles.OfHash];
    private ChildReference[]?[] _frames = new ChildReference[Nibbles.OfHash + 1][];
    private TrieChangeList _changes = null!;
    private int _prefixLength;

    /// <summary>Longest prefix before a path in a database key: kind and owner.</summary>
    public const int MaxPrefix = 1 + Hash256.Size;

    /// <summary>An updater that reads old nodes from <paramref name="nodes"/> and writes new ones.</summary>
    /// <param name="nodes">The old nodes.</param>
    /// <param name="arena">Where new nodes are written.</param>
    /// <param name="table">
    /// Where new nodes are entered under their keys (its arena is <paramref name="arena"/>); null when only the root is wanted.
    /// </param>
    public TrieUpdater(ITrieNodes nodes, ByteArena arena, NodeTable? table)
    {
        _nodes = nodes;
        _arena = arena;
        _table = table;
        _hashes = new HashQueue(arena);
        _encoder = new NodeEncoder(arena, _hashes);
    }

    /// <summary>Walks one trie. The answer holds until <see cref="ComputeHashes"/> has run for all tries walked.</summary>
    /// <param name="prefix">What stands before the path in the database keys of this trie's nodes.</param>
    /// <param name="root">The root before.</param>
    /// <param name="changes">Sorted changes, each key once.</param>
    public TrieUpdate Update(ReadOnlySpan<byte> prefix, in Hash256 root, TrieChangeList changes)
    {
        if (changes.Count == 0)
        {
            return TrieUpdate.Unchanged;
        }

        _changes = changes;
        _prefixLength = prefix.Length;
        if (_frames.Length <= changes.MaxKeyLength)
        {
            Array.Resize(ref _frames, changes.MaxKeyLength + 1);
            _key = new byte[MaxPrefix + changes.MaxKeyLength + 1];
        }

        prefix.CopyTo(_key);

        var isEmpty = root == Keccak256.OfEmptyTrie;
        var result = Walk(0, changes.Count, 0, isEmpty ? default : Load(default, root.Bytes));
        if (result.IsUnchanged || (isEmpty && result.IsEmpty))
        {
            return TrieUpdate.Unchanged;
        }

        if (!isEmpty)
        {
            Forget(default);
        }

        return result.IsEmpty ? TrieUpdate.Empty : new TrieUpdate(SealRoot(result));
    }

    /// <summary>Computes the hashes of all new nodes of all tries walked since the last time.</summary>
    public void ComputeHashes() => _hashes.Run();

    /// <summary>After <see cref="ComputeHashes"/>: the root of a trie that was walked.</summary>
    public Hash256 RootOf(in TrieUpdate update, in Hash256 before) =>
        update.IsUnchanged ? before : update.IsEmpty ? Keccak256.OfEmptyTrie : _hashes.Result(update.Hash);

    /// <summary>Forgets hashes that were computed.</summary>
    public void ClearHashes() => _hashes.Clear();

    private PendingNode Walk(int low, int high, int depth, TrieNode node) => node.Kind switch
    {
        TrieNodeKind.Empty => Build(low, high, depth),
        TrieNodeKind.Leaf => WalkLeaf(low, high, depth, node),
        TrieNodeKind.Extension => WalkExtension(low, high, depth, node),
        _ => WalkBranch(low, high, depth, node),
    };

    /// <summary>Where nothing was: a subtree of the changes that are no removals.</summary>
    private PendingNode Build(int low, int high, int depth)
    {
        while (low < high && _changes.IsRemoval(low))
        {
            low++;
        }

        while (low < high && _changes.IsRemoval(high - 1))
        {
            high--;
        }

        if (low == high)
        {
            return PendingNode.Empty;
        }

        var first = _changes.Key(low);
        if (high - low == 1)
        {
            return PendingNode.Leaf(first, _changes.Value(low));
        }

        var fork = first.CommonPrefixLength(_changes.Key(high - 1));
        return Lift(WalkBranch(low, high, fork, default), fork, depth);
    }

    private PendingNode WalkLeaf(int low, int high, int depth, TrieNode leaf)
    {
        var rest = _changes.Key(low)[depth..];
        if (high - low == 1 && rest.SequenceEqual(leaf.Prefix))
        {
            var value = _changes.Value(low);
            return value.IsEmpty ? PendingNode.Empty
                : value.SequenceEqual(leaf.Payload) ? PendingNode.Unchanged
                : PendingNode.Leaf(_changes.Key(low), value);
        }

        var shared = SharedPrefix(low, high, depth, leaf.Prefix);
        return Lift(WalkBranch(low, high, depth + shared, leaf.Skip(shared)), depth + shared, depth);
    }

    private PendingNode WalkExtension(int low, int high, int depth, TrieNode extension)
    {
        var shared = SharedPrefix(low, high, depth, extension.Prefix);
        var below = depth + shared;
        return shared == extension.Prefix.Length
            ? Lift(WalkChild(low, high, below, extension.Payload), below, depth)
            : Lift(WalkBranch(low, high, below, extension.Skip(shared)), below, depth);
    }

    /// <summary>Follows a reference that is not empty.</summary>
    private PendingNode WalkChild(int low, int high, int depth, ReadOnlySpan<byte> reference)
    {
        var path = _changes.Key(low)[..depth];
        var result = Walk(low, high, depth, Resolve(reference, path));
        if (!result.IsUnchanged && IsHash(reference))
        {
            Forget(path);
        }

        return result;
    }

    /// <summary>Length of what all keys have in common with a node's nibbles; of sorted keys the first and the last decide.</summary>
    private int SharedPrefix(int low, int high, int depth, ReadOnlySpan<byte> prefix)
    {
        var shared = prefix.CommonPrefixLength(_changes.Key(low)[depth..]);
        return prefix[..shared].CommonPrefixLength(_changes.Key(high - 1)[depth..]);
    }

    /// <summary>Puts an extension before a branch that lies deeper than the node it replaces.</summary>
    private PendingNode Lift(PendingNode node, int from, int to)
    {
        if (node.Kind != TrieNodeKind.Branch || from == to)
        {
            return node;
        }

        ChildReference child = default;
        Seal(node, from, ref child);
        return PendingNode.Extension(node.Path[..from], in child);
    }
}
