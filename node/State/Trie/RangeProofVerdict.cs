namespace PoaSidechain.State.Trie;

/// <summary>What the proof of a range shows.</summary>
public enum RangeProofVerdict
{
    /// <summary>Between the first key asked for and the last one answered, the trie has these leaves and no others.</summary>
    Valid,

    /// <summary>Keys do not ascend, or lie before the first one asked for, or a value is empty.</summary>
    NotAscending,

    /// <summary>A node on the way to an edge is missing: the root itself, or one below.</summary>
    Incomplete,

    /// <summary>A leaf is missing, or is one too many, or has another value.</summary>
    WrongLeaves,

    /// <summary>A node is no node of a trie with keys of 32 bytes.</summary>
    Malformed,
}
