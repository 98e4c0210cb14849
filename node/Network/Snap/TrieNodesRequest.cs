using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Snap;

/// <summary>Asks for trie nodes: each set is [path] in the state trie, or [account hash, path, path, …] in an account's storage trie.</summary>
internal sealed record TrieNodesRequest(Hash256 Root, IReadOnlyList<byte[][]> PathSets, ulong MaxBytes);
