using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Tests.TestKit;

/// <summary>Signed transactions for chains of <see cref="TestGenesis"/>.</summary>
public static class Transfers
{
    public const ulong Gwei = 1_000_000_000;

    /// <summary>An EIP-1559 transfer of one wei.</summary>
    public static Transaction Dynamic(PrivateKey from, ulong nonce, Address to, ulong tipGwei = 1, ulong capGwei = 20, UInt256? value = null) =>
        new Transaction
        {
            Type = TransactionType.DynamicFee,
            ChainId = 1337UL,
            Nonce = nonce,
            MaxPriorityFeePerGas = tipGwei * Gwei,
            MaxFeePerGas = capGwei * Gwei,
            GasLimit = 21_000,
            To = to,
            Value = value ?? UInt256.One,
        }.SignedBy(from);

    /// <summary>A contract creation.</summary>
    public static Transaction Deploy(PrivateKey from, ulong nonce, ReadOnlyMemory<byte> initCode) =>
        new Transaction
        {
            Type = TransactionType.DynamicFee,
            ChainId = 1337UL,
            Nonce = nonce,
            MaxPriorityFeePerGas = Gwei,
            MaxFeePerGas = 20 * Gwei,
            GasLimit = 1_000_000,
            Data = initCode,
        }.SignedBy(from);

    /// <summary>A call with data.</summary>
    public static Transaction Call(PrivateKey from, ulong nonce, Address to, ReadOnlyMemory<byte> data, ulong gasLimit = 200_000) =>
        new Transaction
        {
            Type = TransactionType.DynamicFee,
            ChainId = 1337UL,
            Nonce = nonce,
            MaxPriorityFeePerGas = Gwei,
            MaxFeePerGas = 20 * Gwei,
            GasLimit = gasLimit,
            To = to,
            Data = data,
        }.SignedBy(from);
}
