using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using PoaSidechain.Storage;

namespace PoaSidechain.State.Snap;

/// <summary>
/// Turns a draft into the state under a root of which only the root is known: asks for the nodes in which the two tries differ, from the root
/// down, and changes what differs below.
/// </summary>
/// <remarks>
/// A draft's trie is whole and belongs to what is in it at any time, so a node that it has under the same path and hash stands for a subtree
/// that is right already and is not asked for. What is changed meanwhile goes through the same <see cref="StateView.Apply"/> as a block's
/// changes: nothing that was sent is stored as it came. Thread: one at a time.
/// </remarks>
public sealed class StateHealing(StateStore draft)
{
    /// <summary>Changes gathered before they are written.</summary>
    private const int PartSize = 20_000;

    private readonly Stack<TrieNodeRequest> _wanted = [];
    private readonly Dictionary<Hash256, Account> _targets = [];
    private readonly ByteArena _scratch = new();
    private Dictionary<Hash256, Pending> _pending = [];
    private int _size;

    /// <summary>Codes that accounts of the new state name and the draft has not.</summary>
    public HashSet<Hash256> MissingCodes { get; } = [];

    /// <summary>Nodes taken so far.</summary>
    public long Nodes { get; private set; }

    /// <summary>True when so much has been gathered that it should be written: see <see cref="TakeChanges"/>.</summary>
    public bool IsPartFull => _size >= PartSize;

    /// <summary>Starts from a root.</summary>
    public void Start(in Hash256 root)
    {
        if (root == Keccak256.OfEmptyTrie)
        {
            RemoveBelow(null, default, default);
            return;
        }

        Want(null, default, root);
    }

    /// <summary>The next nodes that are wanted; they are asked for again unless they are given to <see cref="Add"/> or put back.</summary>
    public IReadOnlyList<TrieNodeRequest> Next(int max)
    {
        List<TrieNodeRequest> next = [];
        while (next.Count < max && _wanted.TryPop(out var request))
        {
            next.Add(request);
        }

        return next;
    }

    /// <summary>A node could not be had.</summary>
    public void PutBack(TrieNodeRequest request) => _wanted.Push(request);

    /// <summary>Takes a node whose hash was checked.</summary>
    public void Add(TrieNodeRequest request, ReadOnlySpan<byte> node)
    {
        Nodes++;
        Compare(request.Owner, request.Path.Span, node);
    }

    /// <summary>What is to be changed in the draft so far.</summary>
    public StateChanges TakeChanges()
    {
        var changes = new StateChanges();
        foreach (var (hash, pending) in _pending)
        {
            changes.Accounts.Add(new AccountChange(
                hash, pending.After, pending.IsWiped, [.. pending.Slots.Select(static slot => new SlotChange(slot.Key, slot.Value))]));
        }

        _pending = [];
        _size = 0;
        return changes;
    }

    /// <summary>A node of the new trie against what the draft has below its path.</summary>
    private void Compare(Hash256? owner, ReadOnlySpan<byte> path, ReadOnlySpan<byte> rlp)
    {
        var node = TrieNode.Parse(rlp, _scratch);
        if (node.Kind == TrieNodeKind.Branch)
        {
            var items = node.Items;
            for (var nibble = 0; nibble < 16; nibble++)
            {
                CompareChild(owner, [.. path, (byte)nibble], items.ReadRaw());
            }

            return;
        }

        byte[] end = [.. path, .. node.Prefix];
        RemoveBelow(owner, path, end);
        if (node.Kind == TrieNodeKind.Extension)
        {
            CompareChild(owner, end, node.Payload);
            return;
        }

        Span<byte> key = stackalloc byte[Hash256.Size];
        Nibbles.Pack(end, key);
        Set(owner, new Hash256(key), node.Payload);
    }

    private void CompareChild(Hash256? owner, byte[] path, ReadOnlySpan<byte> reference)
    {
        if (reference.Length == 1)
        {
            RemoveBelow(owner, path, default);
        }
        else if (reference.Length == 1 + Hash256.Size)
        {
            Want(owner, path, new Hash256(reference[1..]));
        }
        else
        {
            Compare(owner, path, reference);
        }
    }

    private void Want(Hash256? owner, ReadOnlyMemory<byte> path, in Hash256 hash)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        if (!draft.DraftHasNode(key[..WriteNodeKey(key, owner, path.Span)], hash))
        {
            _wanted.Push(new TrieNodeRequest(owner, path, hash));
        }
    }

    private void Set(Hash256? owner, in Hash256 key, ReadOnlySpan<byte> leaf)
    {
        if (owner is { } account)
        {
            ChangeOf(account).Slots[key] = AccountLeaf.DecodeSlot(leaf);
            _size++;
            return;
        }

        var after = AccountLeaf.Decode(leaf);
        var before = draft.Head.TryGetAccount(key, out var found) ? found : Account.Empty;
        var change = ChangeOf(key);
        change.After = _targets[key] = after;
        _size++;
        if (after.CodeHash != Keccak256.OfEmptyString && !draft.DraftHasCode(after.CodeHash))
        {
            MissingCodes.Add(after.CodeHash);
        }

        if (after.StorageRoot == before.StorageRoot)
        {
            return;
        }

        if (after.StorageRoot == Keccak256.OfEmptyTrie)
        {
            change.IsWiped = true;
            return;
        }

        Want(key, default, after.StorageRoot);
    }

    /// <summary>Removes what the draft has below a path, but for what is below a longer one.</summary>
    private void RemoveBelow(Hash256? owner, ReadOnlySpan<byte> path, ReadOnlySpan<byte> except)
    {
        foreach (var key in draft.DraftKeysBelow(owner, path))
        {
            if (!except.IsEmpty && StartsWith(key, except))
            {
                continue;
            }

            _size++;
            if (owner is { } account)
            {
                ChangeOf(account).Slots[key] = UInt256.Zero;
            }
            else
            {
                ChangeOf(key).After = null;
            }
        }
    }

    private Pending ChangeOf(in Hash256 account)
    {
        if (!_pending.TryGetValue(account, out var change))
        {
            change = new Pending { After = _targets.TryGetValue(account, out var target) ? target : null };
            _pending.Add(account, change);
        }

        return change;
    }

    private static bool StartsWith(in Hash256 key, ReadOnlySpan<byte> nibbles)
    {
        for (var i = 0; i < nibbles.Length; i++)
        {
            if (SubtreeBuilder.NibbleAt(key, i) != nibbles[i])
            {
                return false;
            }
        }

        return true;
    }

    private static int WriteNodeKey(Span<byte> buffer, Hash256? owner, ReadOnlySpan<byte> path)
    {
        if (owner is { } account)
        {
            return Schema.StorageNode(buffer, account, path).Length;
        }

        buffer[0] = Schema.AccountNodePrefix;
        path.CopyTo(buffer[1..]);
        return 1 + path.Length;
    }

    private sealed class Pending
    {
        public Account? After { get; set; }

        public bool IsWiped { get; set; }

        public Dictionary<Hash256, UInt256> Slots { get; } = [];
    }
}
