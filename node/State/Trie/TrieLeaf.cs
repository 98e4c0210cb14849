using PoaSidechain.Primitives;

namespace PoaSidechain.State.Trie;

/// <summary>A key of a state or storage trie with its value, as the trie has them.</summary>
/// <param name="Key">Keccak-256 of the address or slot.</param>
/// <param name="Value">RLP of the account, or of the slot's value.</param>
public readonly record struct TrieLeaf(Hash256 Key, ReadOnlyMemory<byte> Value);
