using System.Buffers.Binary;
using PoaSidechain.Primitives;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <summary>Which block the database's state belongs to, and how far back it can be taken. Immutable.</summary>
/// <remarks>
/// On disk: <c>number(8) hash(32) root(32) oldestChangeset(8) indexedFrom(8)</c>, integers big-endian.
/// </remarks>
/// <param name="Number">The block's number.</param>
/// <param name="Hash">The block's hash.</param>
/// <param name="Root">Its state root.</param>
/// <param name="OldestChangeset">The oldest block that can be undone.</param>
/// <param name="IndexedFrom">The oldest block from which on all old values are indexed; <see cref="NotIndexed"/> outside archives.</param>
internal sealed record StateHead(ulong Number, Hash256 Hash, Hash256 Root, ulong OldestChangeset, ulong IndexedFrom)
{
    /// <summary>No block is indexed.</summary>
    public const ulong NotIndexed = ulong.MaxValue;

    private const int Length = (3 * sizeof(ulong)) + (2 * Hash256.Size);

    /// <summary>The head in a database, or null when it has none yet.</summary>
    public static StateHead? Read(IKeyValueReader database)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var length = database.Read(Schema.StateHead, bytes);
        if (length < 0)
        {
            return null;
        }

        return length == Length
            ? new StateHead(
                BinaryPrimitives.ReadUInt64BigEndian(bytes),
                new Hash256(bytes.Slice(8, Hash256.Size)),
                new Hash256(bytes.Slice(40, Hash256.Size)),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[72..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[80..]))
            : throw new StorageException(StorageError.Corrupt, $"The database is damaged: its state head has {length} bytes.");
    }

    /// <summary>Puts the head into a batch.</summary>
    public void Write(IWriteBatch batch)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Number);
        Hash.CopyTo(bytes[8..]);
        Root.CopyTo(bytes[40..]);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[72..], OldestChangeset);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[80..], IndexedFrom);
        batch.Put(Schema.StateHead, bytes);
    }
}
