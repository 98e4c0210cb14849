using System.Runtime.InteropServices;

namespace PoaSidechain.Storage.LevelDb;

/// <summary>Walks a LevelDB in the order of its keys; named as in LevelDB.Standard.</summary>
/// <remarks>Thread: one at a time. Spans are valid until the next move. Dispose it: an open iterator keeps the database open.</remarks>
public sealed unsafe class Iterator : IDisposable
{
    private readonly IteratorHandle _handle;
    private readonly string _path;

    internal Iterator(IteratorHandle handle, string path)
    {
        _handle = handle;
        _path = path;
    }

    /// <summary>True when it stands on an entry.</summary>
    public bool IsValid { get; private set; }

    /// <summary>The key it stands on.</summary>
    public ReadOnlySpan<byte> Key
    {
        get
        {
            var key = NativeLevelDb.IteratorKey(_handle, out var length);
            return new ReadOnlySpan<byte>(key, (int)length);
        }
    }

    /// <summary>The value it stands on.</summary>
    public ReadOnlySpan<byte> Value
    {
        get
        {
            var value = NativeLevelDb.IteratorValue(_handle, out var length);
            return new ReadOnlySpan<byte>(value, (int)length);
        }
    }

    /// <summary>To the first entry.</summary>
    public void SeekToFirst()
    {
        NativeLevelDb.IteratorSeekToFirst(_handle);
        CheckArrival();
    }

    /// <summary>To the last entry.</summary>
    public void SeekToLast()
    {
        NativeLevelDb.IteratorSeekToLast(_handle);
        CheckArrival();
    }

    /// <summary>To the first entry whose key is not below a key.</summary>
    public void Seek(ReadOnlySpan<byte> key)
    {
        fixed (byte* start = &MemoryMarshal.GetReference(key))
        {
            NativeLevelDb.IteratorSeek(_handle, start, (nuint)key.Length);
        }

        CheckArrival();
    }

    /// <summary>To the next entry.</summary>
    public void Next()
    {
        NativeLevelDb.IteratorNext(_handle);
        CheckArrival();
    }

    /// <summary>To the entry before.</summary>
    public void Prev()
    {
        NativeLevelDb.IteratorPrevious(_handle);
        CheckArrival();
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    /// <summary>A damaged block ends the walk like the end of the data does: only the error tells them apart.</summary>
    private void CheckArrival()
    {
        IsValid = NativeLevelDb.IteratorValid(_handle) != 0;
        if (!IsValid)
        {
            NativeLevelDb.IteratorGetError(_handle, out var error);
            DB.ThrowOn(error, _path);
        }
    }
}
