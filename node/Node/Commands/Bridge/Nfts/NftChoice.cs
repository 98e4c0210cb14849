using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Nfts;

/// <summary>NFTs as they were typed.</summary>
/// <param name="Collection">The collection on L1, or, to withdraw, its mirror.</param>
/// <param name="List">Which of it.</param>
/// <param name="Standard">The kind, where it was typed.</param>
internal sealed record NftChoice(Address Collection, NftList List, AssetKind? Standard);
