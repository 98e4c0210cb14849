namespace PoaSidechain.Checkpointer.Journal;

/// <summary>Places between two steps at which the process may be killed without harm. Each is proven by a test that kills it there.</summary>
internal enum CrashPoint
{
    /// <summary>Decided to sign, nothing written.</summary>
    BeforeSigningRecord,

    /// <summary>What will be signed is on disk, the signature has not left the signer.</summary>
    AfterSigningRecord,

    /// <summary>Signed, not yet posted.</summary>
    AfterSigning,

    /// <summary>A transaction was made and signed, nothing written.</summary>
    BeforeTransactionRecord,

    /// <summary>The transaction's bytes are on disk, not sent.</summary>
    AfterTransactionRecord,

    /// <summary>The transaction was sent, the answer not used.</summary>
    AfterTransactionSent,

    /// <summary>A dearer attempt of the same transaction was made, nothing written.</summary>
    BeforeReplacementRecord,

    /// <summary>The dearer attempt is on disk, not sent.</summary>
    AfterReplacementRecord,

    /// <summary>A transaction is final, its record still there.</summary>
    BeforeTransactionForgotten,

    /// <summary>A quorum attested, the node does not know.</summary>
    BeforeSetAttested,

    /// <summary>A checkpoint is final on L1 and agrees with the node, nothing written.</summary>
    BeforeFinalRecord,

    /// <summary>The final checkpoint is on disk, the node not pinned.</summary>
    AfterFinalRecord,

    /// <summary>The node is pinned.</summary>
    AfterSetFinal,

    /// <summary>Deposits were read, nothing written.</summary>
    BeforeDepositRecord,

    /// <summary>Deposits are on disk.</summary>
    AfterDepositRecord,
}
