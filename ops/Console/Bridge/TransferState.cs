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

    /// <summary>Claimed, but released at a later time: it is above the Vault's limit, or of a kind that always waits.</summary>
    Queued,

    /// <summary>A message that has come to L1 and waits to be delivered.</summary>
    Arrived,

    /// <summary>NFTs that their recipient, or their collection, refused; they are kept for it.</summary>
    Owed,

    /// <summary>Paid, handed over or delivered on L1.</summary>
    Claimed,

    /// <summary>Of a kind that this program does not know.</summary>
    Unknown,
}
