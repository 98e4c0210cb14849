namespace PoaSidechain.Primitives.Bridge;

/// <summary>What the router of deposits without an approval is built on. It can be replaced at any time: no other contract knows it.</summary>
/// <param name="Weth">Wrapped ETH of L1.</param>
/// <param name="Permit2">Permit2 of L1; zero for none.</param>
public sealed record RouterTerms(Address Weth, Address Permit2);
