using PoaSidechain.Primitives;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <summary>The database entries of a layer: flat accounts and slots, trie nodes.</summary>
internal static class LayerWriter
{
    /// <summary>Writes all that differs from the layer's parent. Of two entries for one key the later counts.</summary>
    public static void Write(LayerStateView view, IStateSink sink)
    {
        var layer = view.Layer;
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        Span<byte> value = stackalloc byte[AccountCodec.MaxLength];
        for (var i = 0; i < layer.Accounts.Length; i++)
        {
            ref readonly var entry = ref layer.Accounts[i];
            ref readonly var addressHash = ref layer.AddressHashes[i];
            var account = Schema.Account(key, addressHash);
            if (entry.After is { } after)
            {
                sink.Put(account, value[..AccountCodec.WriteFlat(after, value)]);
            }
            else
            {
                sink.Delete(account);
            }

            if (entry.IsStorageGone)
            {
                DeleteStorage(view.Parent, addressHash, sink);
            }

            foreach (ref readonly var slot in layer.SlotsOf(entry))
            {
                Write(sink, Schema.Slot(key, addressHash, slot.KeyHash), value[..AccountCodec.WriteFlatSlot(slot.Value, value)]);
            }
        }

        for (var i = 0; i < layer.Nodes.Count; i++)
        {
            Write(sink, layer.Nodes.KeyAt(i), layer.Nodes.NodeAt(i));
        }
    }

    private static void DeleteStorage(StateView parent, in Hash256 addressHash, IStateSink sink)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        Dictionary<Hash256, UInt256> slots = [];
        parent.CollectSlots(addressHash, slots);
        foreach (var slotHash in slots.Keys)
        {
            sink.Delete(Schema.Slot(key, addressHash, slotHash));
        }

        parent.DeleteStorageNodes(addressHash, sink);
    }

    private static void Write(IStateSink sink, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            sink.Delete(key);
        }
        else
        {
            sink.Put(key, value);
        }
    }
}
