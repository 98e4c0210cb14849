namespace PoaSidechain.Storage;

/// <summary>A place in an ordered map, on a consistent view of it taken when the cursor was made.</summary>
/// <remarks>Thread: one at a time. Spans are valid until the cursor moves.</remarks>
public interface IKeyValueCursor : IDisposable
{
    /// <summary>False once the cursor has left the map at either end.</summary>
    bool IsValid { get; }

    /// <summary>The key here.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>The value here.</summary>
    ReadOnlySpan<byte> Value { get; }

    /// <summary>To the next key.</summary>
    void MoveNext();

    /// <summary>To the key before.</summary>
    void MovePrevious();
}
