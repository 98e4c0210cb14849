using System.Buffers.Binary;

namespace PoaSidechain.Storage;

/// <summary>Keeps a database from being opened by a program that does not know its form.</summary>
public static class DatabaseVersion
{
    /// <summary>
    /// Writes <see cref="Schema.Version"/> into an empty store; refuses one that is newer or was written by another program.
    /// </summary>
    public static void Ensure(IKeyValueStore store)
    {
        Span<byte> version = stackalloc byte[sizeof(uint)];
        var length = store.Read(Schema.VersionKey, version);
        if (length < 0)
        {
            Initialise(store);
            return;
        }

        var found = length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(version) : uint.MaxValue;
        if (found != Schema.Version)
        {
            throw new StorageException(
                StorageError.WrongVersion,
                found > Schema.Version
                    ? $"The database has version {found}; this program knows {Schema.Version}. Install a newer program, or sync into a new folder."
                    : $"The database has version {found}; this program writes {Schema.Version} and cannot convert it. Sync into a new folder.");
        }
    }

    private static void Initialise(IKeyValueStore store)
    {
        using (var cursor = store.Seek([]))
        {
            if (cursor.IsValid)
            {
                throw new StorageException(
                    StorageError.WrongVersion, "The folder holds a LevelDB database that this program did not write. Choose another folder.");
            }
        }

        Span<byte> version = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(version, Schema.Version);
        using var batch = store.CreateBatch();
        batch.Put(Schema.VersionKey, version);
        store.Write(batch, durable: true);
    }
}
