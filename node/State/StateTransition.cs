using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <summary>
/// Makes a state from the one before and what a block changed: flat values, storage tries, the state trie, all hashes once.
/// </summary>
internal static class StateTransition
{
    /// <summary>The state after the changes.</summary>
    public static LayerStateView Apply(StateView parent, StateChanges changes)
    {
        if (changes.Accounts.Count == 0)
        {
            return new LayerStateView(parent, StateLayer.WithoutTrie(changes), parent.Root);
        }

        var sorted = StateLayer.Sort(changes, out var hashes);
        var nodes = new NodeTable(new ByteArena());
        var updater = new TrieUpdater(parent, nodes.Arena, nodes);
        using var list = new TrieChangeList();
        var slots = StateLayer.CollectSlots(sorted);
        var entries = UpdateStorage(parent, sorted, slots, updater, list);
        var root = UpdateAccounts(parent.Root, hashes, entries, updater, list);
        var layer = new StateLayer { AddressHashes = hashes, Accounts = entries, Slots = slots, Codes = changes.Codes, Nodes = nodes };
        return new LayerStateView(parent, layer, root);
    }

    /// <summary>All storage tries, and with their roots the accounts as they are now.</summary>
    private static StateLayer.AccountEntry[] UpdateStorage(
        StateView parent, AccountChange[] sorted, SlotChange[] slots, TrieUpdater updater, TrieChangeList list)
    {
        var entries = new StateLayer.AccountEntry[sorted.Length];
        var updates = new TrieUpdate[sorted.Length];
        Span<byte> prefix = stackalloc byte[Schema.MaxKeyLength];
        var position = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var change = sorted[i];
            Account? before = parent.TryGetAccount(change.AddressHash, out var found) ? found : null;
            var hadStorage = found.StorageRoot != Keccak256.OfEmptyTrie;
            var isGone = hadStorage && (change.StorageWiped || change.After is null);
            var count = change.After is null ? 0 : change.Slots.Count;
            entries[i] = new StateLayer.AccountEntry(before, change.After, isGone, position, count);
            var trie = Schema.StorageNode(prefix, change.AddressHash, default);
            updates[i] = UpdateStorageTrie(trie, RootBefore(entries[i]), slots.AsSpan(position, count), updater, list);
            position += change.Slots.Count;
        }

        updater.ComputeHashes();
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].After is { } after)
            {
                entries[i] = entries[i] with { After = after with { StorageRoot = updater.RootOf(updates[i], RootBefore(entries[i])) } };
            }
        }

        updater.ClearHashes();
        return entries;
    }

    /// <summary>The storage root that the changes start from; what <see cref="AccountChange.After"/> says of it is not relied on.</summary>
    private static Hash256 RootBefore(in StateLayer.AccountEntry entry) =>
        entry.IsStorageGone || entry.Before is not { } before ? Keccak256.OfEmptyTrie : before.StorageRoot;

    private static TrieUpdate UpdateStorageTrie(
        ReadOnlySpan<byte> prefix, in Hash256 root, ReadOnlySpan<SlotChange> slots, TrieUpdater updater, TrieChangeList list)
    {
        Span<byte> value = stackalloc byte[AccountCodec.MaxSlotLength];
        list.Clear();
        foreach (ref readonly var slot in slots)
        {
            var length = AccountCodec.WriteSlotLeaf(slot.Value, value);
            list.Add(slot.KeyHash.Bytes, value[..length]);
        }

        return updater.Update(prefix, root, list);
    }

    private static Hash256 UpdateAccounts(
        in Hash256 root, Hash256[] hashes, StateLayer.AccountEntry[] entries, TrieUpdater updater, TrieChangeList list)
    {
        Span<byte> value = stackalloc byte[AccountCodec.MaxLength];
        list.Clear();
        for (var i = 0; i < hashes.Length; i++)
        {
            var length = entries[i].After is { } after ? AccountCodec.WriteLeaf(after, value) : 0;
            list.Add(hashes[i].Bytes, value[..length]);
        }

        var update = updater.Update([Schema.AccountNodePrefix], root, list);
        updater.ComputeHashes();
        return updater.RootOf(update, root);
    }
}
