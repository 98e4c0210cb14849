namespace PoaSidechain.Checkpointer.Transactions;

/// <summary>What became of an intent.</summary>
internal enum EnqueueResult
{
    /// <summary>It was given a nonce, written down and sent.</summary>
    Sent,

    /// <summary>A transaction of that purpose is under way.</summary>
    AlreadyUnderWay,

    /// <summary>A call of it reverts now.</summary>
    WouldRevert,

    /// <summary>It would go beyond what may be spent today.</summary>
    SpendCapReached,

    /// <summary>The account cannot pay.</summary>
    InsufficientFunds,

    /// <summary>Too many transactions of the lane are unmined.</summary>
    LaneFull,
}
