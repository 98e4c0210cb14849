namespace PoaSidechain.Primitives.Proofs;

/// <summary>What a Merkle-Patricia proof shows about a key.</summary>
public enum ProofOutcome
{
    /// <summary>Nothing: the nodes do not lead from the root to an answer, or are not exactly the path.</summary>
    Invalid = 0,

    /// <summary>The trie has the key, with the value given.</summary>
    Included = 1,

    /// <summary>The trie does not have the key.</summary>
    Absent = 2,
}
