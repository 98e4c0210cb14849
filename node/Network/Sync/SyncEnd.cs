namespace PoaSidechain.Network.Sync;

/// <summary>How a round of catching up with one peer ended, when the peer did nothing wrong.</summary>
internal enum SyncEnd
{
    /// <summary>All that the peer has is here.</summary>
    Done,

    /// <summary>The peer has nothing that we lack, although it says so, or is gone.</summary>
    NothingNew,

    /// <summary>A block may be good later: its time has not come, or its parent is missing.</summary>
    NotYet,

    /// <summary>The peer follows a branch that leaves an L1-final checkpoint; we do not go there.</summary>
    OtherBranch,
}
