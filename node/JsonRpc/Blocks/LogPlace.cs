using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Blocks;

/// <summary>A log and where it stands.</summary>
/// <param name="Log">The log.</param>
/// <param name="Place">Its transaction.</param>
/// <param name="TransactionHash">That transaction's hash.</param>
/// <param name="Index">Its number among the block's logs.</param>
/// <param name="IsRemoved">True when its block has left the canonical chain.</param>
internal sealed record LogPlace(Log Log, TransactionPlace Place, Hash256 TransactionHash, int Index, bool IsRemoved);
