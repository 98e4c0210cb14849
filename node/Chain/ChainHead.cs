using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;

namespace PoaSidechain.Chain;

/// <summary>A block together with the state after it: taken once, the two belong together whatever is imported meanwhile.</summary>
/// <param name="Header">The block.</param>
/// <param name="TotalDifficulty">Its total difficulty, genesis included.</param>
/// <param name="State">The state after it.</param>
public sealed record ChainHead(BlockHeader Header, UInt256 TotalDifficulty, StateView State)
{
    /// <summary>An account in this state; an absent one is empty.</summary>
    public Account AccountOf(in Address address) =>
        State.TryGetAccount(Keccak256.Hash(address.Bytes), out var account) ? account : Account.Empty;
}
