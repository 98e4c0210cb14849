using PoaSidechain.Primitives;
using PoaSidechain.State.Trie;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <summary>A state in memory: what one block changed (or undoing some blocks changes), over the state before it.</summary>
internal sealed class LayerStateView(StateView parent, StateLayer layer, in Hash256 root) : StateView
{
    private readonly Hash256 _root = root;

    /// <summary>The state before.</summary>
    public StateView Parent => parent;

    /// <summary>What was changed.</summary>
    public StateLayer Layer => layer;

    /// <summary>Of a state that undoes committed blocks: those blocks, newest first.</summary>
    public IReadOnlyList<BlockReference> Undone { get; private init; } = [];

    public override Hash256 Root => _root;

    public override bool TryGetAccount(in Hash256 addressHash, out Account account)
    {
        var index = layer.Find(addressHash);
        if (index < 0)
        {
            return parent.TryGetAccount(addressHash, out account);
        }

        var after = layer.Accounts[index].After;
        account = after ?? Account.Empty;
        return after is not null;
    }

    public override UInt256 GetStorage(in Hash256 addressHash, in Hash256 slotHash)
    {
        var index = layer.Find(addressHash);
        return index >= 0 && layer.TryGetSlot(layer.Accounts[index], slotHash, out var value)
            ? value
            : parent.GetStorage(addressHash, slotHash);
    }

    public override Code GetCode(in Hash256 codeHash) =>
        layer.Codes.TryGetValue(codeHash, out var code) ? code : parent.GetCode(codeHash);

    /// <summary>The same state as one that undoes blocks.</summary>
    public LayerStateView AsRewound(IReadOnlyList<BlockReference> undone) => new(parent, layer, _root) { Undone = undone };

    internal override ReadOnlySpan<byte> LoadNode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash, ByteArena scratch) =>
        layer.Nodes.TryGet(key, out var node) ? node : parent.LoadNode(key, hash, scratch);

    internal override void CollectSlots(in Hash256 addressHash, Dictionary<Hash256, UInt256> slots)
    {
        var index = layer.Find(addressHash);
        if (index < 0 || !layer.Accounts[index].IsStorageGone)
        {
            parent.CollectSlots(addressHash, slots);
        }

        if (index < 0)
        {
            return;
        }

        foreach (ref readonly var slot in layer.SlotsOf(layer.Accounts[index]))
        {
            if (slot.Value.IsZero)
            {
                slots.Remove(slot.KeyHash);
            }
            else
            {
                slots[slot.KeyHash] = slot.Value;
            }
        }
    }

    internal override void DeleteStorageNodes(in Hash256 addressHash, IStateSink sink)
    {
        parent.DeleteStorageNodes(addressHash, sink);
        Span<byte> buffer = stackalloc byte[Schema.MaxKeyLength];
        var prefix = Schema.StorageNode(buffer, addressHash, default);
        for (var i = 0; i < layer.Nodes.Count; i++)
        {
            if (layer.Nodes.KeyAt(i).StartsWith(prefix))
            {
                sink.Delete(layer.Nodes.KeyAt(i));
            }
        }
    }
}
