using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Evm;

/// <summary>What a valid transaction, or a call, came to.</summary>
/// <remarks>Immutable. Thread: any.</remarks>
public sealed record TransactionResult
{
    /// <summary>Why the outermost call failed; <see cref="EvmError.None"/> for success (receipt status 1).</summary>
    public required EvmError Error { get; init; }

    /// <summary>True when the outermost call succeeded.</summary>
    public bool IsSuccess => Error == EvmError.None;

    /// <summary>Gas paid for, after refunds and the floor of EIP-7623.</summary>
    public required ulong GasUsed { get; init; }

    /// <summary>Gas that refunds took off.</summary>
    public required ulong GasRefunded { get; init; }

    /// <summary>The gas limit with which it would just have got through: what it used before refunds, but not less than the floor of EIP-7623.</summary>
    public required ulong PeakGas { get; init; }

    /// <summary>Paid per gas in wei, the burnt base fee included (EIP-1559).</summary>
    public required UInt256 EffectiveGasPrice { get; init; }

    /// <summary>Return data, the reason of a revert, or the deployed code.</summary>
    public required ReadOnlyMemory<byte> Output { get; init; }

    /// <summary>Logs in order; none when the outermost call failed.</summary>
    public required IReadOnlyList<Log> Logs { get; init; }

    /// <summary>The address of the contract that the transaction was to create, also when it failed; null for a call.</summary>
    public required Address? ContractAddress { get; init; }
}
