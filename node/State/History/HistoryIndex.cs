using PoaSidechain.Storage;

namespace PoaSidechain.State.History;

/// <summary>The archive's index: each old value of a changeset under account (and slot) and block number.</summary>
internal static class HistoryIndex
{
    /// <summary>Enters a changeset.</summary>
    public static void Put(ReadOnlySpan<byte> changeset, ulong number, IStateSink sink) => Walk(changeset, number, sink, isDeletion: false);

    /// <summary>Takes a changeset out.</summary>
    public static void Delete(ReadOnlySpan<byte> changeset, ulong number, IStateSink sink) => Walk(changeset, number, sink, isDeletion: true);

    private static void Walk(ReadOnlySpan<byte> changeset, ulong number, IStateSink sink, bool isDeletion)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        var reader = new ChangesetReader(changeset);
        while (reader.TryReadAccount())
        {
            var addressHash = reader.Hash;
            Change(sink, Schema.AccountHistory(key, addressHash, number), reader.Before, isDeletion);
            while (reader.TryReadSlot())
            {
                Change(sink, Schema.SlotHistory(key, addressHash, reader.Hash, number), reader.Before, isDeletion);
            }
        }
    }

    private static void Change(IStateSink sink, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isDeletion)
    {
        if (isDeletion)
        {
            sink.Delete(key);
        }
        else
        {
            sink.Put(key, value);
        }
    }
}
