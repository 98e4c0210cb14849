using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Transactions;

/// <summary>The two caps of a transaction (EIP-1559), wei per gas.</summary>
/// <param name="MaxFee">Most per gas in all.</param>
/// <param name="Tip">Most per gas for the block's maker.</param>
internal readonly record struct FeeQuote(UInt256 MaxFee, UInt256 Tip);
