namespace PoaSidechain.State.Trie;

/// <summary>What became of a subtree, before it is known whether its top stays a node of its own or melts into its parent.</summary>
internal ref struct PendingNode
{
    /// <summary>True when the subtree is as it was; nothing else is then set.</summary>
    public bool IsUnchanged;

    /// <summary>Form of the top.</summary>
    public TrieNodeKind Kind;

    /// <summary>
    /// All nibbles from the root: of a leaf its key, of an extension the way to its child, of a branch the way to itself.
    /// </summary>
    public ReadOnlySpan<byte> Path;

    /// <summary>Of a leaf.</summary>
    public ReadOnlySpan<byte> Value;

    /// <summary>Of an extension.</summary>
    public ChildReference Child;

    /// <summary>Of a branch: where its RLP is.</summary>
    public int Address;

    /// <summary>Of a branch: length of its RLP.</summary>
    public int Length;

    /// <summary>Nothing is left.</summary>
    public static PendingNode Empty => default;

    /// <summary>Nothing has changed.</summary>
    public static PendingNode Unchanged => new() { IsUnchanged = true };

    /// <summary>True when nothing is left.</summary>
    public readonly bool IsEmpty => !IsUnchanged && Kind == TrieNodeKind.Empty;

    /// <summary>One key is left.</summary>
    public static PendingNode Leaf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        new() { Kind = TrieNodeKind.Leaf, Path = key, Value = value };

    /// <summary>A branch whose RLP is written.</summary>
    public static PendingNode Branch(ReadOnlySpan<byte> path, int address, int length) =>
        new() { Kind = TrieNodeKind.Branch, Path = path, Address = address, Length = length };

    /// <summary>A way to a branch.</summary>
    public static PendingNode Extension(ReadOnlySpan<byte> path, scoped ref readonly ChildReference child) =>
        new() { Kind = TrieNodeKind.Extension, Path = path, Child = child };

    /// <summary>A way to a branch that is stored already.</summary>
    public static PendingNode Extension(ReadOnlySpan<byte> path, scoped ReadOnlySpan<byte> child)
    {
        var node = new PendingNode { Kind = TrieNodeKind.Extension, Path = path };
        node.Child.Set(child);
        return node;
    }
}
