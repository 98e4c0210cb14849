using System.Buffers.Binary;
using PoaSidechain.Chain;
using PoaSidechain.Primitives;
using PoaSidechain.Storage;

namespace PoaSidechain.Node.Maintenance;

/// <summary>Forgets blocks of branches that lost long ago. States and canonical blocks are not touched: old states go by themselves as blocks come.</summary>
internal static class BranchPruning
{
    private const int BlocksInBatch = 1000;

    /// <summary>Deletes the blocks that are not canonical below a height.</summary>
    /// <returns>Number of blocks deleted.</returns>
    public static long Run(IKeyValueStore database, BlockTree tree, ulong below, CancellationToken cancellation)
    {
        using var batch = database.CreateBatch();
        long deleted = 0;
        using var cursor = database.Seek([Schema.HeaderPrefix]);
        for (; cursor.IsValid && cursor.Key[0] == Schema.HeaderPrefix; cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            var number = BinaryPrimitives.ReadUInt64BigEndian(cursor.Key[1..]);
            var hash = new Hash256(cursor.Key[(1 + sizeof(ulong))..]);
            if (number >= below)
            {
                break;
            }

            if (tree.FindHash(number) != hash)
            {
                Delete(batch, number, hash);
                if (++deleted % BlocksInBatch == 0)
                {
                    database.Write(batch, durable: false);
                    batch.Clear();
                }
            }
        }

        database.Write(batch, durable: true);
        return deleted;
    }

    private static void Delete(IWriteBatch batch, ulong number, in Hash256 hash)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        batch.Delete(Schema.Header(key, number, hash));
        batch.Delete(Schema.Body(key, number, hash));
        batch.Delete(Schema.Receipts(key, number, hash));
        batch.Delete(Schema.TotalDifficulty(key, number, hash));
        batch.Delete(Schema.Number(key, hash));
        batch.Delete(Schema.CliqueSnapshot(key, hash));
        batch.Delete(Schema.Changeset(key, number, hash));
    }
}
