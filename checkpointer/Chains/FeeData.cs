using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>What a chain asks for gas now.</summary>
/// <param name="Number">Number of the head it was read at.</param>
/// <param name="BaseFee">Base fee of the head, wei per gas.</param>
/// <param name="MedianBaseFee">Median over the last hundred blocks, wei per gas.</param>
/// <param name="SuggestedTip">Tip the endpoint suggests, wei per gas.</param>
internal sealed record FeeData(ulong Number, UInt256 BaseFee, UInt256 MedianBaseFee, UInt256 SuggestedTip);
