namespace PoaSidechain.Evm;

/// <summary>Why a call or creation ended without success. All but <see cref="Reverted"/> use up the gas they were given.</summary>
public enum EvmError
{
    /// <summary>Success.</summary>
    None = 0,

    /// <summary>REVERT: state undone, the rest of the gas given back (EIP-140).</summary>
    Reverted,

    /// <summary>Gas ran out.</summary>
    OutOfGas,

    /// <summary>SSTORE with no more gas than the stipend of a call (EIP-2200): a kind of <see cref="OutOfGas"/> that geth names apart.</summary>
    ReentrancySentry,

    /// <summary>An instruction that is none under these rules.</summary>
    InvalidOpcode,

    /// <summary>Fewer stack items than the instruction takes.</summary>
    StackUnderflow,

    /// <summary>More than 1024 stack items.</summary>
    StackOverflow,

    /// <summary>A jump to something that is no JUMPDEST (Yellow Paper section 9.4.3).</summary>
    InvalidJump,

    /// <summary>A change of state inside STATICCALL (EIP-214).</summary>
    WriteProtection,

    /// <summary>RETURNDATACOPY beyond the end (EIP-211).</summary>
    ReturnDataOutOfBounds,

    /// <summary>A precompiled contract refused its input.</summary>
    PrecompileFailed,

    /// <summary>Calls nested deeper than 1024. The caller keeps the gas.</summary>
    CallDepthExceeded,

    /// <summary>The caller has less than it wants to send. The caller keeps the gas.</summary>
    InsufficientBalance,

    /// <summary>The creator's nonce is 2^64 - 1 (EIP-2681). The caller keeps the gas.</summary>
    NonceOverflow,

    /// <summary>There is a contract at the new address already (EIP-684, EIP-7610).</summary>
    ContractCollision,

    /// <summary>The deployed code is longer than 24576 bytes (EIP-170).</summary>
    CodeTooLarge,

    /// <summary>The init code is longer than 49152 bytes (EIP-3860).</summary>
    InitCodeTooLarge,

    /// <summary>The deployed code starts with 0xef (EIP-3541).</summary>
    InvalidCodePrefix,

    /// <summary>Too little gas to store the deployed code (EIP-2).</summary>
    CodeStoreOutOfGas,
}
