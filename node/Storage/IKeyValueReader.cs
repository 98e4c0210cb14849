namespace PoaSidechain.Storage;

/// <summary>Reads an ordered map of byte strings: a database, or a snapshot of one.</summary>
/// <remarks>Thread: any.</remarks>
public interface IKeyValueReader
{
    /// <summary>The value of a key, or null when the key is absent.</summary>
    byte[]? Get(ReadOnlySpan<byte> key);

    /// <summary>Copies the value of a key into the caller's buffer, without allocating.</summary>
    /// <returns>Length of the value, or -1 when the key is absent. Of a value longer than the buffer only the start is copied.</returns>
    int Read(ReadOnlySpan<byte> key, Span<byte> destination);

    /// <summary>A cursor at the first key that is not below <paramref name="start"/>, in byte order.</summary>
    IKeyValueCursor Seek(ReadOnlySpan<byte> start);
}
