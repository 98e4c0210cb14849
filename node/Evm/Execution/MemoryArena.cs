using System.Numerics;

namespace PoaSidechain.Evm.Execution;

/// <summary>The memories of all running calls, one behind the other in one buffer: a callee's begins where its caller's ends.</summary>
/// <remarks>
/// Only the innermost call's memory grows, so nothing has to move but the whole buffer. A callee's input is a part of its caller's memory,
/// which rests meanwhile: it is read in place. Positions are kept as offsets; pointers are good until the next <see cref="Ensure"/>.
/// </remarks>
internal sealed unsafe class MemoryArena
{
    private const int InitialSize = 1 << 16;
    private const int KeepAtMost = 1 << 24;

    private byte[] _bytes = []; // pinned

    /// <summary>Where offset 0 is.</summary>
    public byte* Start { get; private set; }

    /// <summary>Makes room up to an offset. New room is not cleared.</summary>
    /// <exception cref="InvalidOperationException">More than an array can have: a block would need billions of gas to get there.</exception>
    public void Ensure(long end)
    {
        if (end <= _bytes.Length)
        {
            return;
        }

        if (end > Array.MaxLength)
        {
            throw new InvalidOperationException($"The calls of one transaction want {end} bytes of memory together.");
        }

        var size = Math.Clamp((long)BitOperations.RoundUpToPowerOf2((ulong)end), InitialSize, Array.MaxLength);
        var larger = GC.AllocateUninitializedArray<byte>((int)size, pinned: true);
        _bytes.CopyTo(larger, 0);
        Hold(larger);
    }

    /// <summary>Part of the buffer.</summary>
    public ReadOnlySpan<byte> Slice(int offset, int length) => _bytes.AsSpan(offset, length);

    /// <summary>Lets go of a buffer that a transaction has made unusually large.</summary>
    public void Reset()
    {
        if (_bytes.Length > KeepAtMost)
        {
            Hold([]);
        }
    }

    private void Hold(byte[] bytes)
    {
        _bytes = bytes;
        fixed (byte* start = bytes)
        {
            Start = start;
        }
    }
}
