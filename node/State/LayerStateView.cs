using PoaSidechain.Primitives;
using PoaSidechain.State.Trie;

namespace PoaSidechain.State;

/// <summary>A state in memory: what one block changed, over the state before it.</summary>
internal sealed class LayerStateView(StateView parent, StateLayer layer, in Hash256 root) : StateView
{
    private readonly Hash256 _root = root;

    /// <summary>The state before.</summary>
    public StateView Parent => parent;

    /// <summary>What was changed.</summary>
    public StateLayer Layer => layer;

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

    private protected override ReadOnlySpan<byte> LoadNode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash, ByteArena scratch) =>
        layer.Nodes.TryGet(key, out var node) ? node : ((ITrieNodes)parent).Load(key, hash, scratch);
}
