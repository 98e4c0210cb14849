using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.Chain.Building;

/// <summary>A block that was built here and only lacks its seal.</summary>
/// <param name="Header">The header, complete but for the seal in its extra data.</param>
/// <param name="Body">The body.</param>
/// <param name="Receipts">One for each transaction.</param>
/// <param name="PostState">The state after it.</param>
/// <param name="ParentState">The state it was executed on.</param>
/// <param name="FeeRecipient">Who was taken to earn the fees: the signer that is to seal it.</param>
public sealed record BuiltBlock(BlockHeader Header, BlockBody Body, Receipt[] Receipts, StateView PostState, StateView ParentState, Address FeeRecipient)
{
    /// <summary>True when a sealed block is this one: the same signer, and the same header in everything but the extra data.</summary>
    public bool IsSealedAs(BlockHeader sealedHeader, in Address signer) =>
        signer == FeeRecipient && (Header with { ExtraData = sealedHeader.ExtraData }).Hash == sealedHeader.Hash;
}
