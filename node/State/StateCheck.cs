using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <summary>
/// Walks the whole committed state: every trie node against the hash its parent names, every leaf against the flat entry, every code
/// against its hash. Leaves come in the order of flat entries, so nothing has to be remembered.
/// </summary>
/// <remarks>
/// Takes minutes for millions of accounts. Thread: one at a time; sees the state of one block whatever is committed meanwhile.
/// </remarks>
internal sealed class StateCheck(CommittedStateView view, CancellationToken cancellation)
{
    private readonly byte[] _codeKey = new byte[Schema.MaxKeyLength];
    private long _accounts;
    private long _slots;
    private long _nodes;

    /// <summary>Counts what there is; throws <see cref="StorageException"/> at the first thing that is wrong.</summary>
    public StateCheckReport Run()
    {
        using (var accounts = view.Snapshot.Seek([Schema.AccountPrefix]))
        {
            WalkTrie([Schema.AccountNodePrefix], [Schema.AccountPrefix], view.Root, accounts, CheckAccount);
        }

        return new StateCheckReport(_accounts, _slots, _nodes);
    }

    private void WalkTrie(ReadOnlySpan<byte> nodePrefix, ReadOnlySpan<byte> flatPrefix, in Hash256 root, IKeyValueCursor flat, LeafCheck check)
    {
        if (root != Keccak256.OfEmptyTrie)
        {
            var key = new byte[nodePrefix.Length + Nibbles.OfHash];
            nodePrefix.CopyTo(key);
            WalkNode(new Place(key, nodePrefix.Length, 0), [0xa0, .. root.Bytes], flatPrefix.ToArray(), flat, check);
        }

        if (flat.IsValid && flat.Key.StartsWith(flatPrefix))
        {
            throw Damaged($"the entry {Convert.ToHexStringLower(flat.Key)} is not in the trie");
        }
    }

    private void WalkNode(Place place, byte[] reference, byte[] flatPrefix, IKeyValueCursor flat, LeafCheck check)
    {
        cancellation.ThrowIfCancellationRequested();
        var scratch = new ByteArena();
        var isHash = reference.Length == 1 + Hash256.Size;
        var node = TrieNode.Parse(isHash ? view.LoadNode(place.Key, reference.AsSpan(1), scratch) : reference, scratch);
        _nodes += isHash ? 1 : 0;
        if (node.Kind == TrieNodeKind.Branch)
        {
            var items = node.Items;
            for (byte nibble = 0; nibble < 16; nibble++)
            {
                var child = items.ReadRaw();
                if (child.Length > 1)
                {
                    WalkNode(place.Down([nibble]), child.ToArray(), flatPrefix, flat, check);
                }
            }
        }
        else if (node.Kind == TrieNodeKind.Extension)
        {
            WalkNode(place.Down(node.Prefix), node.Payload.ToArray(), flatPrefix, flat, check);
        }
        else
        {
            CheckLeaf(place.Down(node.Prefix), node.Payload, flatPrefix, flat, check);
        }
    }

    private static void CheckLeaf(Place place, ReadOnlySpan<byte> value, byte[] flatPrefix, IKeyValueCursor flat, LeafCheck check)
    {
        Span<byte> hash = stackalloc byte[Hash256.Size];
        Nibbles.Pack(place.Path, hash);
        if (!flat.IsValid || !flat.Key.StartsWith(flatPrefix) || !flat.Key[flatPrefix.Length..].SequenceEqual(hash))
        {
            throw Damaged($"the trie's leaf {Convert.ToHexStringLower(hash)} has no flat entry");
        }

        check(new Hash256(hash), value, flat.Value);
        flat.MoveNext();
    }

    private void CheckAccount(in Hash256 addressHash, ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> flat)
    {
        Span<byte> expected = stackalloc byte[AccountCodec.MaxLength];
        var account = AccountCodec.ReadFlat(flat);
        if (!leaf.SequenceEqual(expected[..AccountCodec.WriteLeaf(account, expected)]))
        {
            throw Damaged($"the account {addressHash} differs between trie and flat entry");
        }

        _accounts++;
        if (account.CodeHash != Keccak256.OfEmptyString
            && (view.Snapshot.Get(Schema.Code(_codeKey, account.CodeHash)) is not { } code || Keccak256.Hash(code) != account.CodeHash))
        {
            throw Damaged($"the code {account.CodeHash} is missing or altered");
        }

        Span<byte> nodes = stackalloc byte[Schema.MaxKeyLength];
        Span<byte> slots = stackalloc byte[Schema.MaxKeyLength];
        var slotPrefix = Schema.SlotsOf(slots, addressHash);
        using var cursor = view.Snapshot.Seek(slotPrefix);
        WalkTrie(Schema.StorageNode(nodes, addressHash, default), slotPrefix, account.StorageRoot, cursor, CheckSlot);
    }

    private void CheckSlot(in Hash256 slotHash, ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> flat)
    {
        Span<byte> expected = stackalloc byte[AccountCodec.MaxSlotLength];
        if (!leaf.SequenceEqual(expected[..AccountCodec.WriteSlotLeaf(UInt256.FromBigEndian(flat), expected)]))
        {
            throw Damaged($"the slot {slotHash} differs between trie and flat entry");
        }

        _slots++;
    }

    private static StorageException Damaged(string what) =>
        new(StorageError.Corrupt, $"The database is damaged: {what}. Restore a copy, or import the chain into a new folder.");

    private delegate void LeafCheck(in Hash256 hash, ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> flat);

    /// <summary>A place in a trie: the database key of the node there, in a buffer that the whole walk shares.</summary>
    private readonly struct Place(byte[] buffer, int prefix, int depth)
    {
        public ReadOnlySpan<byte> Key => buffer.AsSpan(0, prefix + depth);

        public ReadOnlySpan<byte> Path => buffer.AsSpan(prefix, depth);

        public Place Down(ReadOnlySpan<byte> nibbles)
        {
            nibbles.CopyTo(buffer.AsSpan(prefix + depth));
            return new Place(buffer, prefix, depth + nibbles.Length);
        }
    }
}
