using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Blocks;

/// <summary>The block that would come next if it were made now; or, where none can be made, the head.</summary>
/// <param name="Header">The header, without a seal.</param>
/// <param name="Body">The body.</param>
/// <param name="Receipts">One for each transaction.</param>
/// <param name="State">The state after it.</param>
internal sealed record PendingBlock(BlockHeader Header, BlockBody Body, Receipt[] Receipts, StateView State)
{
    /// <summary>Header and body.</summary>
    public Block Block { get; } = new(Header, Body);
}
