namespace PoaSidechain.State.Trie;

/// <summary>Forms of a trie node (Yellow Paper appendix D).</summary>
internal enum TrieNodeKind : byte
{
    /// <summary>Nothing is here.</summary>
    Empty,

    /// <summary>The rest of one key, and its value.</summary>
    Leaf,

    /// <summary>Nibbles shared by all keys below, and the branch below.</summary>
    Extension,

    /// <summary>One child for each next nibble, and the value of a key that ends here.</summary>
    Branch,
}
