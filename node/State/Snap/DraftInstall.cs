using PoaSidechain.Primitives;
using PoaSidechain.Storage;

namespace PoaSidechain.State.Snap;

/// <summary>Moves a finished draft into the node's database, in place of the state that is there.</summary>
/// <remarks>
/// It takes many batches, so the caller notes durably beforehand that it is under way, and after an interruption does it again from the
/// start; nothing here depends on what an earlier try left.
/// </remarks>
public static class DraftInstall
{
    private const int PartBytes = 4 << 20;

    private static ReadOnlySpan<byte> Moved =>
        [Schema.AccountPrefix, Schema.SlotPrefix, Schema.AccountNodePrefix, Schema.StorageNodePrefix, Schema.CodePrefix];

    /// <summary>The root of the draft in a database.</summary>
    public static Hash256 RootOf(IKeyValueReader draft) => StateStore.DraftRoot(draft);

    /// <summary>Replaces the state of one database by the draft in another.</summary>
    public static void Move(IKeyValueStore draft, IKeyValueStore database)
    {
        StateStore.DeleteState(database);
        using var batch = database.CreateBatch();
        foreach (var prefix in Moved)
        {
            var bytes = 0;
            using var cursor = draft.Seek([prefix]);
            for (; cursor.IsValid && cursor.Key[0] == prefix; cursor.MoveNext())
            {
                batch.Put(cursor.Key, cursor.Value);
                bytes += cursor.Key.Length + cursor.Value.Length;
                if (bytes >= PartBytes)
                {
                    database.Write(batch, durable: false);
                    batch.Clear();
                    bytes = 0;
                }
            }

            database.Write(batch, durable: false);
            batch.Clear();
        }
    }

    /// <summary>Makes the moved state that of a block; there is no way back below it.</summary>
    public static void PutHead(IWriteBatch batch, ulong number, in Hash256 hash, in Hash256 root, StateOptions options) =>
        new StateHead(number, hash, root, OldestChangeset: number + 1, options.Archive ? number + 1 : StateHead.NotIndexed).Write(batch);
}
