using PoaSidechain.Checkpointer.Chains;

namespace PoaSidechain.Checkpointer.Transactions;

/// <summary>What the chain shows about one transaction of a lane.</summary>
/// <param name="Receipt">Receipt of whichever attempt was mined; null if none was.</param>
/// <param name="IsKnown">The node knows the newest attempt, mined or waiting.</param>
/// <param name="FinalNonce">Transactions of the account in final blocks.</param>
/// <param name="FinalNumber">Newest final block.</param>
/// <param name="Head">Number of the head.</param>
internal sealed record LaneObservation(TransactionReceipt? Receipt, bool IsKnown, ulong FinalNonce, ulong FinalNumber, ulong Head);
