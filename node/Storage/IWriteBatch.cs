namespace PoaSidechain.Storage;

/// <summary>Changes that reach the store together. Later entries for one key win.</summary>
/// <remarks>Thread: one at a time.</remarks>
public interface IWriteBatch : IDisposable
{
    /// <summary>Sets a key.</summary>
    void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Removes a key; an absent one is no error.</summary>
    void Delete(ReadOnlySpan<byte> key);

    /// <summary>Empties the batch for reuse.</summary>
    void Clear();
}
