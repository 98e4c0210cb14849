using PoaSidechain.Primitives;

namespace PoaSidechain.State;

/// <summary>What a block did to an account.</summary>
/// <param name="AddressHash">Keccak-256 of the address.</param>
/// <param name="After">The account now, or null when it is gone. Its storage root is still that from before the block.</param>
/// <param name="StorageWiped">True when all storage from before the block is gone; <paramref name="Slots"/> then is all there is.</param>
/// <param name="Slots">Changed slots.</param>
public sealed record AccountChange(Hash256 AddressHash, Account? After, bool StorageWiped, IReadOnlyList<SlotChange> Slots);
