using PoaSidechain.Primitives;

namespace PoaSidechain.State.History;

/// <summary>Writes the changeset of a block from its layer and the state before it.</summary>
internal static class ChangesetBuilder
{
    /// <summary>Fills a writer with the old values of everything the layer changed.</summary>
    public static void Write(LayerStateView view, bool isIndexed, ChangesetWriter writer)
    {
        var layer = view.Layer;
        Span<byte> value = stackalloc byte[AccountCodec.MaxLength];
        writer.Begin(isIndexed);
        for (var i = 0; i < layer.Accounts.Length; i++)
        {
            ref readonly var entry = ref layer.Accounts[i];
            if (entry.Before == entry.After)
            {
                continue;
            }

            ref readonly var addressHash = ref layer.AddressHashes[i];
            var length = entry.Before is { } before ? AccountCodec.WriteFlat(before, value) : 0;
            writer.AddAccount(addressHash, value[..length]);
            if (entry.IsStorageGone)
            {
                AddGoneSlots(view, addressHash, layer.SlotsOf(entry), writer);
            }
            else
            {
                AddChangedSlots(view.Parent, addressHash, layer.SlotsOf(entry), writer);
            }
        }
    }

    private static void AddChangedSlots(StateView parent, in Hash256 addressHash, ReadOnlySpan<SlotChange> slots, ChangesetWriter writer)
    {
        foreach (ref readonly var slot in slots)
        {
            var before = parent.GetStorage(addressHash, slot.KeyHash);
            if (before != slot.Value)
            {
                AddSlot(slot.KeyHash, before, writer);
            }
        }
    }

    /// <summary>All that was in the storage, and of what is there now that which was not.</summary>
    private static void AddGoneSlots(LayerStateView view, in Hash256 addressHash, ReadOnlySpan<SlotChange> slots, ChangesetWriter writer)
    {
        Dictionary<Hash256, UInt256> before = [];
        view.Parent.CollectSlots(addressHash, before);
        foreach (var (slotHash, value) in before)
        {
            if (view.GetStorage(addressHash, slotHash) != value)
            {
                AddSlot(slotHash, value, writer);
            }
        }

        foreach (ref readonly var slot in slots)
        {
            if (!slot.Value.IsZero && !before.ContainsKey(slot.KeyHash))
            {
                AddSlot(slot.KeyHash, default, writer);
            }
        }
    }

    private static void AddSlot(in Hash256 slotHash, in UInt256 before, ChangesetWriter writer)
    {
        Span<byte> value = stackalloc byte[AccountCodec.MaxSlotLength];
        writer.AddSlot(slotHash, value[..AccountCodec.WriteFlatSlot(before, value)]);
    }
}
