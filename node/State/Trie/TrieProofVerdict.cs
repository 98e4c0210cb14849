namespace PoaSidechain.State.Trie;

/// <summary>What a proof shows.</summary>
public enum TrieProofVerdict
{
    /// <summary>The trie has the value under the key.</summary>
    Included,

    /// <summary>The trie has nothing under the key.</summary>
    Excluded,

    /// <summary>The proof ends before the key is reached.</summary>
    Incomplete,

    /// <summary>A node's hash is not the one its parent, or the root, names.</summary>
    WrongHash,

    /// <summary>A node is no trie node, or there are nodes beyond the end of the way.</summary>
    Malformed,
}
