namespace PoaSidechain.Storage;

/// <summary>What is wrong with a store, as far as an operator has to act differently.</summary>
public enum StorageError
{
    /// <summary>The operating system refuses to read or write.</summary>
    Io,

    /// <summary>Another process has the directory open.</summary>
    Locked,

    /// <summary>Data was damaged, or a file is missing.</summary>
    Corrupt,

    /// <summary>No space is left.</summary>
    DiskFull,

    /// <summary>The system library is not installed.</summary>
    MissingLibrary,

    /// <summary>There is no database in the directory.</summary>
    NotInitialised,

    /// <summary>The database was written by a newer version, or is not ours.</summary>
    WrongVersion,
}
