using PoaSidechain.State.Trie;

namespace PoaSidechain.Network.Snap;

/// <summary>Slots for each account, in order; the proof belongs to the last one, whose storage is whole when there is none.</summary>
internal sealed record StorageRangesAnswer(TrieLeaf[][] Slots, ReadOnlyMemory<byte>[] Proof);
