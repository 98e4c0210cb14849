namespace PoaSidechain.Chain.Pool;

/// <summary>Why the pool does not take a transaction.</summary>
public enum PoolError
{
    /// <summary>It was taken.</summary>
    None = 0,

    /// <summary>It is there already.</summary>
    AlreadyKnown,

    /// <summary>It could not be in the next block, whatever the pool holds; <see cref="PoolVerdict.Transaction"/> names the rule.</summary>
    InvalidTransaction,

    /// <summary>Its encoding is larger than 128 KiB.</summary>
    Oversized,

    /// <summary>It has no replay protection (EIP-155), and this node takes none without.</summary>
    Unprotected,

    /// <summary>It may use more gas than a block has.</summary>
    GasLimitAboveBlock,

    /// <summary>It offers less tip than this node takes.</summary>
    Underpriced,

    /// <summary>A transaction with this nonce waits, and the new one does not pay at least the bump more in both caps.</summary>
    ReplacementUnderpriced,

    /// <summary>The sender has as many transactions here as one may have.</summary>
    AccountLimitExceeded,

    /// <summary>The pool is full of transactions that pay more.</summary>
    PoolOverflow,
}
