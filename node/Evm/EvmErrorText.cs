namespace PoaSidechain.Evm;

/// <summary>The texts that geth has for failed calls, as RPC answers and traces show them.</summary>
public static class EvmErrorText
{
    /// <summary>True for all kinds of running out of gas.</summary>
    public static bool IsOutOfGas(this EvmError error) => error is EvmError.OutOfGas or EvmError.ReentrancySentry;

    /// <summary>True for what is found before an instruction runs: it could not be paid, or the stack does not fit it.</summary>
    public static bool PreventsInstruction(this EvmError error) =>
        error.IsOutOfGas() || error is EvmError.StackUnderflow or EvmError.StackOverflow;

    /// <summary>The text of an error; empty for success.</summary>
    public static string Text(this EvmError error) => error switch
    {
        EvmError.None => "",
        EvmError.Reverted => "execution reverted",
        EvmError.OutOfGas => "out of gas",
        EvmError.ReentrancySentry => "out of gas: not enough gas for reentrancy sentry",
        EvmError.InvalidOpcode => "invalid opcode",
        EvmError.StackUnderflow => "stack underflow",
        EvmError.StackOverflow => "stack limit reached 1024",
        EvmError.InvalidJump => "invalid jump destination",
        EvmError.WriteProtection => "write protection",
        EvmError.ReturnDataOutOfBounds => "return data out of bounds",
        EvmError.PrecompileFailed => "precompiled contract failed",
        EvmError.CallDepthExceeded => "max call depth exceeded",
        EvmError.InsufficientBalance => "insufficient balance for transfer",
        EvmError.NonceOverflow => "nonce uint64 overflow",
        EvmError.ContractCollision => "contract address collision",
        EvmError.CodeTooLarge => "max code size exceeded",
        EvmError.InitCodeTooLarge => "max initcode size exceeded",
        EvmError.InvalidCodePrefix => "invalid code: must not begin with 0xef",
        EvmError.CodeStoreOutOfGas => "contract creation code storage out of gas",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
