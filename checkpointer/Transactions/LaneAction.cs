namespace PoaSidechain.Checkpointer.Transactions;

/// <summary>What to do about a transaction of a lane now.</summary>
internal enum LaneAction
{
    /// <summary>Nothing.</summary>
    Wait,

    /// <summary>It is final: forget it.</summary>
    Forget,

    /// <summary>Its nonce was used, finally, by something that is none of its attempts: forget it as not done.</summary>
    GiveUp,

    /// <summary>The node does not have it: send the same bytes again.</summary>
    Rebroadcast,

    /// <summary>It has waited long enough at its bid: replace it by a dearer attempt.</summary>
    Bump,
}
