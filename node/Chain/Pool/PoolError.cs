namespace PoaSidechain.Chain.Pool;

/// <summary>Why the pool does not take a transaction.</summary>
public enum PoolError
{
    /// <summary>It was taken.</summary>
    None = 0,

    /// <summary>It is there already.</summary>
    AlreadyKnown,

    /// <summary>The type is not active on this chain, or is blobs, which a chain without a beacon cannot carry.</summary>
    TypeNotSupported,

    /// <summary>Signed for another chain (EIP-155), or without replay protection and not allowed so.</summary>
    InvalidChainId,

    /// <summary>The signature is none, or has a high s (EIP-2).</summary>
    InvalidSender,

    /// <summary>Larger than the pool takes (128 KiB).</summary>
    OversizedData,

    /// <summary>Init code larger than the limit (EIP-3860).</summary>
    InitCodeTooLarge,

    /// <summary>More gas than a block may have, or than a transaction may have (EIP-7825).</summary>
    GasLimitTooHigh,

    /// <summary>Less gas than the transaction costs before it runs (Yellow Paper 6.2, EIP-7623 floor).</summary>
    IntrinsicGasTooLow,

    /// <summary>The tip is above the fee cap (EIP-1559).</summary>
    TipAboveFeeCap,

    /// <summary>The price is below what this pool takes.</summary>
    Underpriced,

    /// <summary>A transaction with this nonce is there, and the new one does not pay at least 10 % more.</summary>
    ReplacementUnderpriced,

    /// <summary>The nonce was used already.</summary>
    NonceTooLow,

    /// <summary>The nonce is too far ahead of the account's.</summary>
    NonceTooHigh,

    /// <summary>The balance does not cover value and gas of this and the sender's other pending transactions.</summary>
    InsufficientFunds,

    /// <summary>The sender is a contract (EIP-3607).</summary>
    SenderHasCode,

    /// <summary>The sender has as many transactions here as one may have.</summary>
    AccountLimitExceeded,

    /// <summary>The pool is full of better paying ones.</summary>
    PoolOverflow,

    /// <summary>An authorization list is empty or where it must not be (EIP-7702).</summary>
    InvalidAuthorizationList,
}
