using PoaSidechain.Storage.LevelDb;

namespace PoaSidechain.Storage;

/// <summary>Copies a database as it is at one moment, while others go on writing to it.</summary>
public static class DatabaseCopy
{
    private const long BatchBytes = 4 << 20;

    /// <summary>Writes a snapshot into a folder that is not there yet.</summary>
    /// <returns>Number of entries.</returns>
    /// <exception cref="StorageException">The folder is there already, or cannot be written.</exception>
    public static long Write(IKeyValueStore source, string directory, CancellationToken cancellation)
    {
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new StorageException(StorageError.Io, $"The folder {directory} is not empty: a copy is never written over anything.");
        }

        using var snapshot = source.CreateSnapshot();
        using var target = LevelDbStore.Open(new StorageOptions { Directory = directory, CreateIfMissing = true });
        using var batch = target.CreateBatch();
        long entries = 0;
        long bytes = 0;
        using var cursor = snapshot.Seek([]);
        for (; cursor.IsValid; cursor.MoveNext())
        {
            batch.Put(cursor.Key, cursor.Value);
            entries++;
            bytes += cursor.Key.Length + cursor.Value.Length;
            if (bytes >= BatchBytes)
            {
                cancellation.ThrowIfCancellationRequested();
                target.Write(batch, durable: false);
                batch.Clear();
                bytes = 0;
            }
        }

        target.Write(batch, durable: true);
        return entries;
    }
}
