namespace PoaSidechain.Storage;

/// <summary>The machine's fault, not a block's: a disk, a lock, a damaged file. The message says what to do.</summary>
/// <param name="error">What is wrong.</param>
/// <param name="message">What happened, where, and what to do.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class StorageException(StorageError error, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What is wrong.</summary>
    public StorageError Error => error;
}
