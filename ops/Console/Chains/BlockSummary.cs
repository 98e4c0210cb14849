using System.Text.Json;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;

namespace PoaSidechain.Console.Chains;

/// <summary>A block in a list.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="ParentHash">Its parent's hash.</param>
/// <param name="Time">Its timestamp.</param>
/// <param name="Signer">Who sealed it; null for the genesis block, or when the node does not say.</param>
/// <param name="InTurn">True when it was its signer's turn (EIP-225: difficulty 2).</param>
/// <param name="Transactions">How many it has.</param>
/// <param name="GasUsed">Gas its transactions used.</param>
/// <param name="GasLimit">Gas they might have used.</param>
internal sealed record BlockSummary(
    ulong Number, Hash256 Hash, Hash256 ParentHash, DateTimeOffset Time, Address? Signer, bool InTurn, int Transactions, ulong GasUsed, ulong GasLimit)
{
    private const ulong InTurnDifficulty = 2;

    /// <summary>Reads a block as <c>eth_getBlockBy…</c> gives it.</summary>
    public static BlockSummary Read(JsonElement block, Address? signer) => new(
        block.Field("number").ToUInt64(),
        block.Field("hash").ToHash(),
        block.Field("parentHash").ToHash(),
        DateTimeOffset.FromUnixTimeSeconds((long)block.Field("timestamp").ToUInt64()),
        signer,
        block.Field("difficulty").ToUInt64() == InTurnDifficulty,
        block.Field("transactions").Items().Count(),
        block.Field("gasUsed").ToUInt64(),
        block.Field("gasLimit").ToUInt64());
}
