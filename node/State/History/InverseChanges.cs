using PoaSidechain.Primitives;

namespace PoaSidechain.State.History;

/// <summary>
/// Gathers changesets from the newest block back; what results takes the state from before the newest to before the oldest.
/// </summary>
/// <remarks>Thread: one at a time.</remarks>
internal sealed class InverseChanges
{
    private readonly Dictionary<Hash256, Before> _accounts = [];

    /// <summary>Adds the changeset of the block before those added so far: its older values stand.</summary>
    public void Add(ReadOnlySpan<byte> changeset)
    {
        var reader = new ChangesetReader(changeset);
        while (reader.TryReadAccount())
        {
            ref var before = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_accounts, reader.Hash, out _);
            before ??= new Before();
            before.Account = reader.Before.IsEmpty ? null : AccountCodec.ReadFlat(reader.Before);
            while (reader.TryReadSlot())
            {
                before.Slots[reader.Hash] = UInt256.FromBigEndian(reader.Before);
            }
        }
    }

    /// <summary>The changes.</summary>
    public StateChanges ToChanges()
    {
        var changes = new StateChanges();
        foreach (var (addressHash, before) in _accounts)
        {
            List<SlotChange> slots = new(before.Slots.Count);
            foreach (var (slotHash, value) in before.Slots)
            {
                slots.Add(new SlotChange(slotHash, value));
            }

            changes.Accounts.Add(new AccountChange(addressHash, before.Account, StorageWiped: false, slots));
        }

        return changes;
    }

    private sealed class Before
    {
        public Account? Account { get; set; }

        public Dictionary<Hash256, UInt256> Slots { get; } = [];
    }
}
