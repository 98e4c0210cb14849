using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>A transaction about to be traced.</summary>
/// <param name="World">The state before it; after it, the state after it.</param>
/// <param name="Block">Its block as code sees it.</param>
/// <param name="Transaction">The transaction.</param>
/// <param name="BlockHash">Its block; null for a call that is in none.</param>
/// <param name="Index">Its place in the block.</param>
/// <param name="FirstLog">How many logs the block has before it.</param>
internal sealed record TraceSubject(WorldState World, BlockContext Block, Transaction Transaction, Hash256? BlockHash = null, int Index = 0, int FirstLog = 0)
{
    /// <summary>Who sent it.</summary>
    public Address Sender => Transaction.TryGetSender(out var sender) ? sender : default;
}
