using System.Buffers.Binary;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Storage;

namespace PoaSidechain.Chain.Store;

/// <summary>Leads from a log's address or topic to the canonical blocks that have it: a sparse query reads those blocks and no others.</summary>
/// <remarks>
/// One empty-valued key for each different (kind, last 8 bytes of address or topic, block number). The eight bytes may lead to a block in vain, never
/// past one that matters; the reader compares the logs themselves. Blooms stay for peers and light readers.
/// </remarks>
public static class LogIndex
{
    /// <summary>Kind of an address key; a topic at position i has kind i + 1.</summary>
    public const byte AddressKind = 0;

    /// <summary>Writes the keys of a block that becomes canonical.</summary>
    public static void Put(IWriteBatch batch, ulong number, Receipt[] receipts)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        foreach (var (kind, tail) in EntriesOf(receipts))
        {
            batch.Put(Schema.LogIndex(key, kind, tail, number), []);
        }
    }

    /// <summary>Removes the keys of a block that is canonical no more.</summary>
    public static void Delete(IWriteBatch batch, ulong number, Receipt[] receipts)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        foreach (var (kind, tail) in EntriesOf(receipts))
        {
            batch.Delete(Schema.LogIndex(key, kind, tail, number));
        }
    }

    /// <summary>Numbers of the blocks in a range that may have an address or topic, rising.</summary>
    public static IEnumerable<ulong> Find(IKeyValueReader database, byte kind, ReadOnlyMemory<byte> value, ulong first, ulong last)
    {
        var tail = Tail(value.Span);
        var end = Schema.LogIndex(new byte[Schema.MaxKeyLength], kind, tail, last).ToArray();
        using var cursor = database.Seek(Schema.LogIndex(new byte[Schema.MaxKeyLength], kind, tail, first));
        for (; cursor.IsValid && cursor.Key.SequenceCompareTo(end) <= 0; cursor.MoveNext())
        {
            yield return BinaryPrimitives.ReadUInt64BigEndian(cursor.Key[^sizeof(ulong)..]);
        }
    }

    private static HashSet<(byte Kind, ulong Tail)> EntriesOf(Receipt[] receipts)
    {
        HashSet<(byte, ulong)> entries = [];
        foreach (var log in receipts.SelectMany(receipt => receipt.Logs))
        {
            entries.Add((AddressKind, Tail(log.Address.Bytes)));
            for (var i = 0; i < log.Topics.Length; i++)
            {
                entries.Add(((byte)(i + 1), Tail(log.Topics.Span[i].Bytes)));
            }
        }

        return entries;
    }

    private static ulong Tail(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadUInt64BigEndian(value[^sizeof(ulong)..]);
}
