namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>Why a checkpoint is due.</summary>
internal enum DueReason
{
    /// <summary>It is not.</summary>
    NotYet = 0,

    /// <summary>The signer set changes at its last block.</summary>
    SignerSetChanged,

    /// <summary>Withdrawals wait.</summary>
    WithdrawalsWait,

    /// <summary>The interval is over.</summary>
    Interval,
}
