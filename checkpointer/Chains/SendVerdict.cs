namespace PoaSidechain.Checkpointer.Chains;

/// <summary>What a node made of a transaction it was sent.</summary>
internal enum SendVerdict
{
    /// <summary>Taken.</summary>
    Accepted,

    /// <summary>It had it before: as good as taken.</summary>
    AlreadyKnown,

    /// <summary>The nonce is used: by this transaction, by an earlier attempt, or by a stranger with the same key.</summary>
    NonceTooLow,

    /// <summary>An earlier nonce is missing.</summary>
    NonceTooHigh,

    /// <summary>An attempt with the same nonce pays nearly as much: more is needed.</summary>
    ReplacementUnderpriced,

    /// <summary>Below what the node's pool or the block's base fee asks for.</summary>
    Underpriced,

    /// <summary>The account cannot pay.</summary>
    InsufficientFunds,

    /// <summary>The pool is full or refuses more from this account for now.</summary>
    PoolFull,

    /// <summary>The transaction itself is refused: sending it again cannot help.</summary>
    Rejected,
}
