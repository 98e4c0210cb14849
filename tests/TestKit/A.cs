using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.TestKit;

/// <summary>Plain specimens to start from; change one with a <c>with</c> expression.</summary>
public static class A
{
    /// <summary>A London header of a Clique chain: block 1, sealed in turn by nobody yet.</summary>
    public static BlockHeader Header { get; } = new()
    {
        Number = 1,
        Difficulty = 2UL,
        GasLimit = 30_000_000,
        Timestamp = 1_700_000_000,
        ExtraData = new byte[97],
        BaseFeePerGas = 1_000_000_000UL,
    };

    /// <summary>A transfer of 1 wei with a fee cap on chain 1337, unsigned.</summary>
    public static Transaction Transaction { get; } = new()
    {
        Type = TransactionType.DynamicFee,
        ChainId = 1337UL,
        MaxPriorityFeePerGas = 1_000_000_000UL,
        MaxFeePerGas = 2_000_000_000UL,
        GasLimit = 21_000,
        To = Address.FromNumber(0xdead),
        Value = 1UL,
    };

    /// <summary>The same transfer in the form before EIP-2718, with replay protection.</summary>
    public static Transaction LegacyTransaction { get; } = new()
    {
        ChainId = 1337UL,
        GasPrice = 2_000_000_000UL,
        GasLimit = 21_000,
        To = Address.FromNumber(0xdead),
        Value = 1UL,
    };
}
