using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.Chain;

/// <summary>A block that was executed and found to be what its header says.</summary>
/// <param name="Block">The block.</param>
/// <param name="Receipts">One for each transaction.</param>
/// <param name="PostState">The state after it.</param>
public sealed record ProcessedBlock(Block Block, Receipt[] Receipts, StateView PostState);
