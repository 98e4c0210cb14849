using PoaSidechain.Primitives;
using PoaSidechain.State.Trie;

namespace PoaSidechain.State.Snap;

/// <summary>A trie node that is wanted from elsewhere.</summary>
/// <param name="Owner">Whose storage trie; null for the state trie.</param>
/// <param name="Path">Nibbles from the root, one to a byte.</param>
/// <param name="Hash">The node's Keccak-256.</param>
public sealed record TrieNodeRequest(Hash256? Owner, ReadOnlyMemory<byte> Path, Hash256 Hash)
{
    /// <summary>The path in hex-prefix form, as snap/1 has it.</summary>
    public byte[] CompactPath()
    {
        var compact = new byte[Nibbles.EncodedLength(Path.Length)];
        Nibbles.Encode(Path.Span, isLeaf: false, compact);
        return compact;
    }
}
