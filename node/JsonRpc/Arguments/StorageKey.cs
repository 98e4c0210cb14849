using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Arguments;

/// <summary>A storage slot as a caller names it.</summary>
/// <param name="Slot">Which slot.</param>
/// <param name="IsFull">True when all 32 bytes were written out: answers repeat it in that form.</param>
internal readonly record struct StorageKey(UInt256 Slot, bool IsFull);
