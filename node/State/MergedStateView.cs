using PoaSidechain.Primitives;

namespace PoaSidechain.State;

/// <summary>The state after a recent block: the old values of all blocks since, merged.</summary>
internal sealed class MergedStateView : HistoricalStateView
{
    private readonly StateLayer _old;

    public MergedStateView(CommittedStateView current, in Hash256 root, StateChanges inverse)
        : base(current, root, () => inverse) => _old = StateLayer.WithoutTrie(inverse);

    public override bool TryGetAccount(in Hash256 addressHash, out Account account)
    {
        var index = _old.Find(addressHash);
        if (index < 0)
        {
            return Current.TryGetAccount(addressHash, out account);
        }

        var before = _old.Accounts[index].After;
        account = before ?? Account.Empty;
        return before is not null;
    }

    public override UInt256 GetStorage(in Hash256 addressHash, in Hash256 slotHash)
    {
        var index = _old.Find(addressHash);
        return index >= 0 && _old.TryGetSlot(_old.Accounts[index], slotHash, out var value) ? value : Current.GetStorage(addressHash, slotHash);
    }
}
