namespace PoaSidechain.Chain.Rules;

/// <summary>Why a block was refused. Each member names one rule; <see cref="BlockErrorText"/> gives its stable short text.</summary>
public enum BlockError
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    // ---- not yet known: the same block may be good later -------------------------------------------------------------------

    /// <summary>The parent is not in the database. Transient.</summary>
    UnknownParent,

    /// <summary>The timestamp is ahead of the local clock (geth: 0 s tolerance). Transient.</summary>
    FutureBlock,

    /// <summary>The block is on a branch that leaves an L1-final checkpoint (design.md invariant 4); not the block's own fault.</summary>
    LeavesCheckpoint,

    /// <summary>The block's branch leaves the canonical chain below the oldest state that this node keeps; not the block's own fault.</summary>
    ReorgTooDeep,

    // ---- header, any engine ------------------------------------------------------------------------------------------------

    /// <summary>The number is not the parent's plus one (Yellow Paper 4.3.4).</summary>
    InvalidNumber,

    /// <summary>The timestamp is not after the parent's (Yellow Paper 4.3.4), or on Clique less than the period after it (EIP-225).</summary>
    InvalidTimestamp,

    /// <summary>The gas limit is above 2^63 - 1, below 5000, or too far from the parent's (Yellow Paper 4.3.4, EIP-1559 at the fork block).</summary>
    InvalidGasLimit,

    /// <summary>More gas used than the limit (Yellow Paper 4.3.4).</summary>
    GasUsedAboveLimit,

    /// <summary>The base fee is missing, present too early, or not the one that follows from the parent (EIP-1559).</summary>
    InvalidBaseFee,

    /// <summary>More extra data than the engine allows (Yellow Paper 4.3.4).</summary>
    ExtraDataTooLong,

    /// <summary>The difficulty is not one of the engine's: on Clique 1 or 2 (EIP-225).</summary>
    InvalidDifficulty,

    /// <summary>A header field of a later fork is present, or one of an active fork is missing or not constant (spec: Shanghai to Prague header fields).</summary>
    InvalidForkField,

    // ---- body --------------------------------------------------------------------------------------------------------------

    /// <summary>The transactions do not hash to the header's root (Yellow Paper 4.3.2).</summary>
    InvalidTransactionsRoot,

    /// <summary>The uncles do not hash to the header's uncles hash (Yellow Paper 4.3.2).</summary>
    InvalidUnclesHash,

    /// <summary>The uncles break the engine's rules: on Clique there are none (EIP-225), on proof of work Yellow Paper 11.1.</summary>
    InvalidUncles,

    /// <summary>The withdrawals do not hash to the header's root, or are there when they must not be (EIP-4895).</summary>
    InvalidWithdrawals,

    /// <summary>A transaction may not be in this block; the detail has its verdict.</summary>
    InvalidTransaction,

    /// <summary>The block is larger than 10 MiB less 2 MiB (EIP-7934).</summary>
    BlockTooLarge,

    // ---- after execution ---------------------------------------------------------------------------------------------------

    /// <summary>Gas used differs from the header's.</summary>
    GasUsedMismatch,

    /// <summary>The receipts do not hash to the header's root.</summary>
    ReceiptsRootMismatch,

    /// <summary>The logs' bloom differs from the header's.</summary>
    LogsBloomMismatch,

    /// <summary>The state differs from the header's root.</summary>
    StateRootMismatch,

    /// <summary>The requests differ from the header's hash (EIP-7685); on Clique that is the hash of none.</summary>
    RequestsHashMismatch,

    /// <summary>An ancestor was refused before.</summary>
    InvalidAncestor,

    // ---- EIP-225, header alone ---------------------------------------------------------------------------------------------

    /// <summary>EIP-225: the beneficiary of an epoch block is zero.</summary>
    CliqueEpochBeneficiary,

    /// <summary>EIP-225: the nonce is all zeros or all ones.</summary>
    CliqueInvalidNonce,

    /// <summary>EIP-225: the nonce of an epoch block is zero.</summary>
    CliqueEpochNonce,

    /// <summary>EIP-225: extra data has 32 bytes of vanity.</summary>
    CliqueMissingVanity,

    /// <summary>EIP-225: extra data ends with 65 bytes of seal.</summary>
    CliqueMissingSeal,

    /// <summary>EIP-225: only an epoch block lists signers.</summary>
    CliqueExtraSigners,

    /// <summary>EIP-225: an epoch block's signer list is a whole number of addresses.</summary>
    CliqueInvalidSignerList,

    /// <summary>EIP-225: the mix hash is zero.</summary>
    CliqueNonZeroMixHash,

    // ---- EIP-225, against parent and signer state --------------------------------------------------------------------------

    /// <summary>EIP-225: an epoch block lists exactly the signers after its parent, ascending.</summary>
    CliqueMismatchingSignerList,

    /// <summary>EIP-225: the seal is a signature with v 0 or 1.</summary>
    CliqueInvalidSeal,

    /// <summary>EIP-225: the signer is a member of the set after the parent.</summary>
    CliqueUnauthorizedSigner,

    /// <summary>EIP-225: a signer seals at most one of any floor(N/2)+1 consecutive blocks.</summary>
    CliqueRecentlySigned,

    /// <summary>EIP-225: difficulty is 2 exactly when the signer is in turn.</summary>
    CliqueWrongTurn,
}
