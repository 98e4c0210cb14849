using System.Runtime.InteropServices;

namespace PoaSidechain.Storage.LevelDb;

/// <summary>Changes to a LevelDB that are applied together; named as in LevelDB.Standard.</summary>
/// <remarks>Thread: one at a time.</remarks>
public sealed unsafe class WriteBatch : IDisposable
{
    internal WriteBatchHandle Handle { get; } = new();

    /// <summary>Sets a key.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* k = &MemoryMarshal.GetReference(key))
        fixed (byte* v = &MemoryMarshal.GetReference(value))
        {
            NativeLevelDb.WriteBatchPut(Handle, k, (nuint)key.Length, v, (nuint)value.Length);
        }
    }

    /// <summary>Removes a key.</summary>
    public void Delete(ReadOnlySpan<byte> key)
    {
        fixed (byte* k = &MemoryMarshal.GetReference(key))
        {
            NativeLevelDb.WriteBatchDelete(Handle, k, (nuint)key.Length);
        }
    }

    /// <summary>Empties the batch.</summary>
    public void Clear() => NativeLevelDb.WriteBatchClear(Handle);

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
