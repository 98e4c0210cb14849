using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using PoaSidechain.Storage;

namespace PoaSidechain.State.Snap;

/// <summary>A state in the order of its hashes, with proofs: what is served to nodes that join (snap/1).</summary>
/// <remarks>Thread: one at a time; make one for each answer.</remarks>
public sealed class StateRanges(StateView state)
{
    private static readonly byte[] AccountPrefix = [Schema.AccountNodePrefix];

    private readonly TrieRange _range = new(state);

    /// <summary>Takes an account; false for no more.</summary>
    public delegate bool AccountVisitor(in Hash256 addressHash, in Account account);

    /// <summary>Takes a slot with its leaf, the RLP of the value; false for no more.</summary>
    public delegate bool SlotVisitor(in Hash256 slotHash, ReadOnlySpan<byte> leaf);

    /// <summary>Visits accounts from a hash on.</summary>
    public void ReadAccounts(in Hash256 start, AccountVisitor visitor) =>
        _range.Read(AccountPrefix, state.Root, start, (in Hash256 hash, ReadOnlySpan<byte> leaf) => visitor(hash, AccountLeaf.Decode(leaf)));

    /// <summary>Visits slots of an account from a hash on; none when there is no such account.</summary>
    public void ReadSlots(in Hash256 addressHash, in Hash256 start, SlotVisitor visitor) =>
        _range.Read(StoragePrefix(addressHash), StorageRootOf(addressHash), start, (in Hash256 hash, ReadOnlySpan<byte> leaf) => visitor(hash, leaf));

    /// <summary>The nodes on the way to an account, present or not.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> ProveAccount(in Hash256 addressHash) =>
        new TrieReader(state).Prove(AccountPrefix, state.Root, addressHash.Bytes);

    /// <summary>The nodes on the way to a slot, present or not.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> ProveSlot(in Hash256 addressHash, in Hash256 slotHash) =>
        new TrieReader(state).Prove(StoragePrefix(addressHash), StorageRootOf(addressHash), slotHash.Bytes);

    /// <summary>The node at a path, of the state trie or of an account's storage trie; null when there is none of its own.</summary>
    /// <param name="owner">The account; null for the state trie.</param>
    /// <param name="compactPath">The path in hex-prefix form.</param>
    public byte[]? FindNode(Hash256? owner, ReadOnlySpan<byte> compactPath)
    {
        if (!Nibbles.IsCanonical(compactPath) || Nibbles.DecodedLength(compactPath) > Nibbles.OfHash)
        {
            return null;
        }

        Span<byte> path = stackalloc byte[Nibbles.OfHash];
        path = path[..Nibbles.DecodedLength(compactPath)];
        Nibbles.Decode(compactPath, path);
        return owner is { } account
            ? _range.Find(StoragePrefix(account), StorageRootOf(account), path)
            : _range.Find(AccountPrefix, state.Root, path);
    }

    private Hash256 StorageRootOf(in Hash256 addressHash) =>
        state.TryGetAccount(addressHash, out var account) ? account.StorageRoot : Keccak256.OfEmptyTrie;

    private static byte[] StoragePrefix(in Hash256 addressHash)
    {
        Span<byte> buffer = stackalloc byte[Schema.MaxKeyLength];
        return Schema.StorageNode(buffer, addressHash, default).ToArray();
    }
}
