using PoaSidechain.Primitives;

namespace PoaSidechain.State;

/// <summary>What a block did to a storage slot.</summary>
/// <param name="KeyHash">Keccak-256 of the slot's number.</param>
/// <param name="Value">The value now; 0 when the slot is gone.</param>
public readonly record struct SlotChange(Hash256 KeyHash, UInt256 Value);
