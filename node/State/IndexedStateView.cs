using PoaSidechain.Primitives;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <summary>The state after any block of an archive: one seek finds the value that the next change overwrote.</summary>
internal sealed class IndexedStateView(CommittedStateView current, in Hash256 root, ulong number, Func<StateChanges> inverse)
    : HistoricalStateView(current, root, inverse)
{
    public override bool TryGetAccount(in Hash256 addressHash, out Account account)
    {
        Span<byte> buffer = stackalloc byte[Schema.MaxKeyLength];
        var key = Schema.AccountHistory(buffer, addressHash, number + 1);
        using var cursor = Current.Snapshot.Seek(key);
        if (!IsSameSubject(cursor, key))
        {
            return Current.TryGetAccount(addressHash, out account);
        }

        var isThere = !cursor.Value.IsEmpty;
        account = isThere ? AccountCodec.ReadFlat(cursor.Value) : Account.Empty;
        return isThere;
    }

    public override UInt256 GetStorage(in Hash256 addressHash, in Hash256 slotHash)
    {
        Span<byte> buffer = stackalloc byte[Schema.MaxKeyLength];
        var key = Schema.SlotHistory(buffer, addressHash, slotHash, number + 1);
        using var cursor = Current.Snapshot.Seek(key);
        return IsSameSubject(cursor, key) ? UInt256.FromBigEndian(cursor.Value) : Current.GetStorage(addressHash, slotHash);
    }

    /// <summary>True when the entry found is of the same account or slot, changed by a later block.</summary>
    private static bool IsSameSubject(IKeyValueCursor cursor, ReadOnlySpan<byte> key) =>
        cursor.IsValid && cursor.Key.StartsWith(key[..^sizeof(ulong)]) && cursor.Key.Length == key.Length;
}
