namespace PoaSidechain.Clique;

/// <summary>What the sealing loop is doing, or what it waits for.</summary>
public enum SealingState
{
    /// <summary>The loop has not begun.</summary>
    NotStarted = 0,

    /// <summary>The chain is far behind its peers: a block sealed now would only be lost. A hold.</summary>
    Syncing,

    /// <summary>The chain here cannot contain what L1 has fixed: this node must not add to it. A hold.</summary>
    CheckpointConflict,

    /// <summary>The clock is too far from the other signers'. A hold.</summary>
    ClockOff,

    /// <summary>The account is not among the signers (EIP-225: unauthorized signer).</summary>
    NotASigner,

    /// <summary>The next block is for others: a signer seals at most one of floor(N/2)+1 blocks (EIP-225). In order, unless it lasts.</summary>
    SignedRecently,

    /// <summary>Nobody has sent a transaction, and empty blocks are not sealed.</summary>
    WaitingForTransactions,

    /// <summary>The slot has not come.</summary>
    WaitingForSlot,

    /// <summary>Out of turn, and somebody else's block of this height is being imported.</summary>
    YieldingToOther,

    /// <summary>The block is built and goes to the signer.</summary>
    Sealing,

    /// <summary>The signer did not seal; the log says why.</summary>
    SignerRefused,

    /// <summary>The block on this head is sealed; the next one is sealed on another head.</summary>
    Sealed,
}
