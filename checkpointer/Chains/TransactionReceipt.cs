using System.Text.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>How a transaction ended in a block.</summary>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="BlockNumber">Block it is in.</param>
/// <param name="BlockHash">Hash of that block.</param>
/// <param name="Succeeded">False when it reverted.</param>
/// <param name="GasUsed">Gas used.</param>
/// <param name="EffectiveGasPrice">Price paid, wei per gas.</param>
internal sealed record TransactionReceipt(
    Hash256 TransactionHash, ulong BlockNumber, Hash256 BlockHash, bool Succeeded, ulong GasUsed, UInt256 EffectiveGasPrice)
{
    /// <summary>What it cost, wei.</summary>
    public UInt256 Cost => EffectiveGasPrice * GasUsed;

    public static TransactionReceipt Read(JsonElement receipt) => new(
        receipt.Field("transactionHash").ToHash(),
        receipt.Field("blockNumber").ToUInt64(),
        receipt.Field("blockHash").ToHash(),
        receipt.Field("status").ToUInt64() == 1,
        receipt.Field("gasUsed").ToUInt64(),
        receipt.OptionalField("effectiveGasPrice")?.ToUInt256() ?? UInt256.Zero);
}
