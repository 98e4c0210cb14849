using System.Runtime.CompilerServices;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Execution;

/// <summary>The stacks of all running calls, packed: a callee's begins right above the items its caller has left.</summary>
/// <remarks>Each call finds room for 1024 items. 1024 calls with short stacks fit a few chunks; with full ones they take 32 MB.</remarks>
internal sealed unsafe class StackArena
{
    private const int ItemsPerStack = 1024;
    private const int ItemsPerChunk = 4 * ItemsPerStack;
    private const nuint Alignment = 64; // no item lies across two cache lines

    private readonly List<UInt256[]> _chunks = []; // pinned

    /// <summary>Where the first item of the outermost call goes.</summary>
    public UInt256* Bottom(out int chunk)
    {
        chunk = 0;
        return ChunkStart(0);
    }

    /// <summary>Where the first item of a callee goes.</summary>
    /// <param name="callerTop">The caller's top item.</param>
    /// <param name="chunk">The caller's chunk; then the callee's.</param>
    public UInt256* Above(UInt256* callerTop, ref int chunk)
    {
        var bottom = callerTop + 1;
        if (bottom - ChunkStart(chunk) <= ItemsPerChunk - ItemsPerStack)
        {
            return bottom;
        }

        chunk++;
        return ChunkStart(chunk);
    }

    private UInt256* ChunkStart(int chunk)
    {
        if (chunk == _chunks.Count)
        {
            _chunks.Add(GC.AllocateUninitializedArray<UInt256>(ItemsPerChunk + 2, pinned: true));
        }

        var start = (nuint)Unsafe.AsPointer(ref _chunks[chunk][0]); // pinned: does not move
        return (UInt256*)((start + Alignment - 1) & ~(Alignment - 1));
    }
}
