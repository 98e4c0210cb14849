using PoaSidechain.Primitives;

namespace PoaSidechain.State;

/// <summary>A storage slot and the trie nodes that prove it (EIP-1186).</summary>
/// <param name="Key">The slot's number.</param>
/// <param name="Value">Its value; 0 when the nodes prove that it is not set.</param>
/// <param name="Nodes">RLP of the nodes of the storage trie from the root towards the slot.</param>
public sealed record SlotProof(UInt256 Key, UInt256 Value, IReadOnlyList<ReadOnlyMemory<byte>> Nodes);
