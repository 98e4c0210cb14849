namespace PoaSidechain.Storage;

/// <summary>Reads an ordered map of byte strings: a database, or a snapshot of one.</summary>
/// <remarks>Thread: any.</remarks>
public interface IKeyValueReader
{
    /// <summary>The value of a key, or null when the key is absent.</summary>
    byte[]? Get(ReadOnlySpan<byte> key);

    /// <summary>A cursor at the first key that is not below <paramref name="start"/>, in byte order.</summary>
    IKeyValueCursor Seek(ReadOnlySpan<byte> start);
}
