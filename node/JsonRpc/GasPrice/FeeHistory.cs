using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.GasPrice;

/// <summary>The answer of eth_feeHistory.</summary>
/// <param name="OldestBlock">The range's first block.</param>
/// <param name="BaseFees">For each block, and for the one after the range, in wei per gas.</param>
/// <param name="GasUsedRatios">For each block.</param>
/// <param name="Rewards">For each block the tips at the wanted percentiles; null when none are wanted.</param>
/// <param name="BlobBaseFees">For each block and the one after, from Cancun on; else null.</param>
internal sealed record FeeHistory(
    ulong OldestBlock, IReadOnlyList<UInt256> BaseFees, IReadOnlyList<double> GasUsedRatios, IReadOnlyList<UInt256[]>? Rewards, IReadOnlyList<UInt256>? BlobBaseFees)
{
    /// <summary>No blocks were asked for.</summary>
    public static FeeHistory Empty { get; } = new(0, [], [], null, null);
}
