namespace PoaSidechain.Storage.LevelDb;

/// <summary>What LevelDB says, turned into what an operator should do.</summary>
internal static class StorageErrors
{
    /// <summary>The command that calls <see cref="LevelDbStore.Repair"/>.</summary>
    public const string RepairCommand = "poa db repair --datadir <folder>";

    /// <summary>Loads the library, or says which package has it.</summary>
    public static void CheckLibrary()
    {
        try
        {
            _ = NativeLevelDb.MajorVersion();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new StorageException(StorageError.MissingLibrary, e.InnerException?.Message ?? e.Message, e);
        }
    }

    /// <summary>The exception for a text LevelDB gave.</summary>
    public static StorageException Translate(string text, string path)
    {
        if (text.Contains("lock ", StringComparison.Ordinal)
            && (text.Contains("already held", StringComparison.Ordinal) || text.Contains("temporarily unavailable", StringComparison.Ordinal)))
        {
            return new StorageException(
                StorageError.Locked, $"Another program has the database in {path} open. Stop it, or give this one a folder of its own. ({text})");
        }

        if (text.Contains("No space left", StringComparison.Ordinal) || text.Contains("quota exceeded", StringComparison.OrdinalIgnoreCase))
        {
            return new StorageException(
                StorageError.DiskFull, $"The disk of {path} is full. Nothing of the last write was kept. Make room and start again. ({text})");
        }

        if (text.StartsWith("Corruption", StringComparison.Ordinal) || text.Contains("missing files", StringComparison.Ordinal)
            || text.Contains("No such file or directory", StringComparison.Ordinal))
        {
            return new StorageException(
                StorageError.Corrupt, $"The database in {path} is damaged. Restore a copy, or try: {RepairCommand}. ({text})");
        }

        return text.Contains("does not exist", StringComparison.Ordinal)
            ? new StorageException(StorageError.NotInitialised, $"There is no database in {path}. Initialise it first: poa init. ({text})")
            : new StorageException(
                StorageError.Io, $"The database in {path} cannot be read or written. Check the disk and the folder's rights. ({text})");
    }
}
