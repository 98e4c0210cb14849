namespace PoaSidechain.Console.Bridge;

/// <summary>Where a transfer is.</summary>
internal enum TransferState
{
    /// <summary>Deposited on L1, not yet taken in by the sidechain.</summary>
    OnL1,

    /// <summary>Paid out on the sidechain.</summary>
    Credited,

    /// <summary>Taken in, but its recipient refused it.</summary>
    CreditFailed,

    /// <summary>Withdrawn on the sidechain, in no checkpoint yet.</summary>
    OnSidechain,

    /// <summary>In a checkpoint that L1 accepted: whoever has the proof can claim it for its recipient.</summary>
    Claimable,

    /// <summary>Claimed, but above the Vault's limit: paid at a later time.</summary>
    Queued,

    /// <summary>Claimed on L1.</summary>
    Claimed,
}
