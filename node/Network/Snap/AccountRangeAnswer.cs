using PoaSidechain.State.Trie;

namespace PoaSidechain.Network.Snap;

/// <summary>Accounts as leaves of the state trie, with the nodes on the way to both edges.</summary>
internal sealed record AccountRangeAnswer(TrieLeaf[] Leaves, ReadOnlyMemory<byte>[] Proof);
