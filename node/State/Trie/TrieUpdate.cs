namespace PoaSidechain.State.Trie;

/// <summary>What a walk did to a trie's root: nothing, emptied it, or changed it to a hash that is to be computed.</summary>
internal readonly record struct TrieUpdate(int Hash)
{
    /// <summary>The root is as it was.</summary>
    public static TrieUpdate Unchanged => new(-1);

    /// <summary>The trie is empty now.</summary>
    public static TrieUpdate Empty => new(-2);

    /// <summary>True when the root is as it was.</summary>
    public bool IsUnchanged => Hash == -1;

    /// <summary>True when the trie is empty now.</summary>
    public bool IsEmpty => Hash == -2;
}
