using System.Runtime.InteropServices;

namespace PoaSidechain.Storage.LevelDb;

/// <summary>An open LevelDB; named as in LevelDB.Standard, with spans instead of arrays.</summary>
/// <remarks>Thread: any. Everything that fails throws <see cref="StorageException"/>, which says what to do.</remarks>
public sealed unsafe class DB : IDisposable
{
    private readonly DatabaseHandle _handle;
    private readonly ReadOptionsHandle _newest;
    private readonly string _path;

    /// <summary>Opens, or makes, the database in a folder.</summary>
    public DB(Options options, string path)
    {
        _path = path;
        _handle = Open(options, path);
        _newest = new ReadOptionsHandle();
    }

    /// <summary>The value of a key, or null.</summary>
    public byte[]? Get(ReadOnlySpan<byte> key, SnapShot? snapshot = null)
    {
        var value = Find(key, snapshot, out var length);
        if (value is null)
        {
            return null;
        }

        var result = new ReadOnlySpan<byte>(value, length).ToArray();
        NativeLevelDb.Free(value);
        return result;
    }

    /// <summary>Copies the value of a key, or as much as there is room for; answers its length, or -1 when the key is absent.</summary>
    public int Read(ReadOnlySpan<byte> key, Span<byte> destination, SnapShot? snapshot = null)
    {
        var value = Find(key, snapshot, out var length);
        if (value is null)
        {
            return -1;
        }

        new ReadOnlySpan<byte>(value, Math.Min(length, destination.Length)).CopyTo(destination);
        NativeLevelDb.Free(value);
        return length;
    }

    /// <summary>Applies a batch whole or not at all.</summary>
    /// <param name="batch">The changes.</param>
    /// <param name="sync">True to return only when the disk has it.</param>
    public void Write(WriteBatch batch, bool sync)
    {
        byte* error = null;
        NativeLevelDb.Write(_handle, sync ? _handle.Durable : _handle.Buffered, batch.Handle, &error);
        ThrowOn(error, _path);
    }

    /// <summary>An iterator over the database as it is now, or as it was at a snapshot; stands nowhere yet.</summary>
    public Iterator CreateIterator(SnapShot? snapshot = null) => new(new IteratorHandle(_handle, snapshot?.Handle ?? _newest), _path);

    /// <summary>The database as it is now.</summary>
    public SnapShot CreateSnapshot() => new(new ReadOptionsHandle(_handle));

    /// <summary>A figure LevelDB keeps about itself, such as <c>leveldb.stats</c>; null when it does not know the name.</summary>
    public string? PropertyValue(string name) => NativeLevelDb.TakeText(NativeLevelDb.PropertyValue(_handle, name));

    /// <summary>Sorts all files together: slow, and smaller and faster afterwards.</summary>
    public void CompactRange() => NativeLevelDb.CompactRange(_handle, null, 0, null, 0);

    /// <summary>
    /// Saves what can be saved of a database that does not open. Entries may be lost, so what lies in it must be checked.
    /// </summary>
    public static void Repair(Options options, string path)
    {
        StorageErrors.CheckLibrary();
        var native = options.ToNative(out var cache, out var filter);
        NativeLevelDb.Repair(native, path, out var error);
        DestroyOptions(native, cache, filter);
        ThrowOn(error, path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle.Dispose();
        _newest.Dispose();
    }

    internal static void ThrowOn(byte* error, string path)
    {
        if (error is not null)
        {
            throw StorageErrors.Translate(NativeLevelDb.TakeText(error)!, path);
        }
    }

    private static DatabaseHandle Open(Options options, string path)
    {
        StorageErrors.CheckLibrary();
        var native = options.ToNative(out var cache, out var filter);
        var db = NativeLevelDb.Open(native, path, out var error);
        if (error is not null)
        {
            DestroyOptions(native, cache, filter);
            ThrowOn(error, path);
        }

        NativeLevelDb.OptionsDestroy(native); // the database has its own copy; cache and filter it shares
        return new DatabaseHandle(db, cache, filter);
    }

    private static void DestroyOptions(nint native, nint cache, nint filter)
    {
        NativeLevelDb.OptionsDestroy(native);
        NativeLevelDb.CacheDestroy(cache);
        if (filter != 0)
        {
            NativeLevelDb.FilterPolicyDestroy(filter);
        }
    }

    private byte* Find(ReadOnlySpan<byte> key, SnapShot? snapshot, out int length)
    {
        nuint found = 0;
        byte* error = null;
        byte* value;
        fixed (byte* start = &MemoryMarshal.GetReference(key))
        {
            value = NativeLevelDb.Get(_handle, snapshot?.Handle ?? _newest, start, (nuint)key.Length, &found, &error);
        }

        ThrowOn(error, _path);
        length = checked((int)found);
        return value;
    }
}
