namespace PoaSidechain.State.Trie;

/// <summary>Where a trie's nodes lie: a state view, or a table in memory.</summary>
internal interface ITrieNodes
{
    /// <summary>The RLP of a stored node. A missing or damaged one is a damaged database and throws.</summary>
    /// <param name="key">Database key: prefix, owner, path (see <c>Schema</c>).</param>
    /// <param name="hash">What the parent says the node's Keccak-256 is.</param>
    /// <param name="scratch">
    /// Where to put the bytes if they are not in memory that stays; lives until the caller is done with the trie.
    /// </param>
    ReadOnlySpan<byte> Load(ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash, ByteArena scratch);
}
