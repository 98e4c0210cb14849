using PoaSidechain.Primitives;
using PoaSidechain.State.Trie;

namespace PoaSidechain.State;

/// <summary>What one block changed: flat values sorted by hash, new codes, and the trie nodes made and removed.</summary>
/// <remarks>A few arrays instead of objects per account. Immutable once its view is made.</remarks>
internal sealed class StateLayer
{
    /// <summary>Hashes of the changed accounts, ascending.</summary>
    public required Hash256[] AddressHashes { get; init; }

    /// <summary>What became of the account at the same index.</summary>
    public required AccountEntry[] Accounts { get; init; }

    /// <summary>Changed slots of all accounts; each account's lie together, ascending.</summary>
    public required SlotChange[] Slots { get; init; }

    /// <summary>Codes that may be new.</summary>
    public required IReadOnlyDictionary<Hash256, Code> Codes { get; init; }

    /// <summary>Trie nodes by database key.</summary>
    public required NodeTable Nodes { get; init; }

    /// <summary>A layer of flat values only.</summary>
    public static StateLayer WithoutTrie(StateChanges changes)
    {
        var sorted = Sort(changes, out var hashes);
        var accounts = new AccountEntry[sorted.Length];
        var position = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            accounts[i] = new AccountEntry(null, sorted[i].After, IsStorageGone: sorted[i].After is null, position, sorted[i].Slots.Count);
            position += sorted[i].Slots.Count;
        }

        return new StateLayer
        {
            AddressHashes = hashes,
            Accounts = accounts,
            Slots = CollectSlots(sorted),
            Codes = changes.Codes,
            Nodes = new NodeTable(new ByteArena()),
        };
    }

    /// <summary>The changed accounts in the order of their hashes.</summary>
    public static AccountChange[] Sort(StateChanges changes, out Hash256[] hashes)
    {
        var sorted = changes.Accounts.ToArray();
        hashes = new Hash256[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            hashes[i] = sorted[i].AddressHash;
        }

        Array.Sort(hashes, sorted);
        return sorted;
    }

    /// <summary>The slots of all accounts one after another, each account's in the order of their hashes.</summary>
    public static SlotChange[] CollectSlots(AccountChange[] sorted)
    {
        var count = 0;
        foreach (var change in sorted)
        {
            count += change.Slots.Count;
        }

        var slots = new SlotChange[count];
        var position = 0;
        foreach (var change in sorted)
        {
            var start = position;
            for (var i = 0; i < change.Slots.Count; i++)
            {
                slots[position++] = change.Slots[i];
            }

            slots.AsSpan(start, position - start).Sort(static (a, b) => a.KeyHash.CompareTo(b.KeyHash));
        }

        return slots;
    }

    /// <summary>Index of an account, or a negative number when the layer does not know it.</summary>
    public int Find(in Hash256 addressHash) => AddressHashes.AsSpan().BinarySearch(addressHash);

    /// <summary>The changed slots of an account.</summary>
    public ReadOnlySpan<SlotChange> SlotsOf(in AccountEntry entry) => Slots.AsSpan(entry.FirstSlot, entry.SlotCount);

    /// <summary>True when the layer knows the slot: it was changed, or all the account's storage from before is gone.</summary>
    public bool TryGetSlot(in AccountEntry entry, in Hash256 slotHash, out UInt256 value)
    {
        var slots = SlotsOf(entry);
        var low = 0;
        var high = slots.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = slots[middle].KeyHash.CompareTo(slotHash);
            if (order == 0)
            {
                value = slots[middle].Value;
                return true;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        value = default;
        return entry.IsStorageGone;
    }

    /// <summary>What became of one account.</summary>
    /// <param name="Before">The account before, or null when there was none.</param>
    /// <param name="After">The account now with its new storage root, or null when it is gone.</param>
    /// <param name="IsStorageGone">True when it had storage before of which nothing is left but the changed slots.</param>
    /// <param name="FirstSlot">Where its slots start.</param>
    /// <param name="SlotCount">How many slots it has here.</param>
    public readonly record struct AccountEntry(Account? Before, Account? After, bool IsStorageGone, int FirstSlot, int SlotCount);
}
