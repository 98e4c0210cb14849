namespace PoaSidechain.Evm;

/// <summary>Why a transaction may not be in a block. Each member names one rule; <see cref="TransactionErrorText"/> gives its stable short text.</summary>
public enum TransactionError
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    // ---- the transaction alone -----------------------------------------------------------------------------------------------

    /// <summary>The envelope is of a fork that is not active yet (EIP-2718, 2930, 1559, 4844, 7702).</summary>
    TypeNotActive,

    /// <summary>Blobs, which a chain without a beacon cannot carry (EIP-4844).</summary>
    BlobsNotSupported,

    /// <summary>Signed for another chain, or with replay protection before it was active (EIP-155).</summary>
    InvalidChainId,

    /// <summary>r or s is out of range, or s is above n/2 (EIP-2), or no key makes such a signature (Yellow Paper appendix F).</summary>
    InvalidSignature,

    /// <summary>The nonce is 2^64 - 1, after which there is none (EIP-2681).</summary>
    NonceOverflow,

    /// <summary>The gas limit is above 2^24 (EIP-7825).</summary>
    GasLimitAboveCap,

    /// <summary>The gas limit is below the intrinsic gas (Yellow Paper section 6.2).</summary>
    IntrinsicGasTooLow,

    /// <summary>The gas limit is below the floor price of the data (EIP-7623).</summary>
    FloorGasTooLow,

    /// <summary>The init code is longer than 49152 bytes (EIP-3860).</summary>
    InitCodeTooLarge,

    /// <summary>The tip cap is above the fee cap (EIP-1559).</summary>
    TipAboveFeeCap,

    /// <summary>A set-code transaction without authorizations (EIP-7702).</summary>
    EmptyAuthorizationList,

    /// <summary>A set-code or blob transaction that creates a contract (EIP-7702, EIP-4844).</summary>
    CreationNotAllowed,

    /// <summary>A blob transaction without blobs, with too many, or with a hash of another version (EIP-4844, EIP-7594).</summary>
    InvalidBlobs,

    // ---- against block and state ---------------------------------------------------------------------------------------------

    /// <summary>The gas limit is more than the block has left (Yellow Paper section 6.2).</summary>
    GasLimitAboveBlock,

    /// <summary>The fee cap is below the block's base fee (EIP-1559).</summary>
    FeeCapBelowBaseFee,

    /// <summary>The blob fee cap is below the block's blob base fee (EIP-4844).</summary>
    BlobFeeCapBelowBaseFee,

    /// <summary>The nonce was used already (Yellow Paper section 6.2).</summary>
    NonceTooLow,

    /// <summary>The nonce is ahead of the account's (Yellow Paper section 6.2).</summary>
    NonceTooHigh,

    /// <summary>The balance does not cover value and gas at the fee cap (Yellow Paper section 6.2, EIP-1559).</summary>
    InsufficientFunds,

    /// <summary>The sender has code that is no delegation (EIP-3607, EIP-7702).</summary>
    SenderHasCode,
}
