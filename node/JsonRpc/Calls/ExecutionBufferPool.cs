using System.Collections.Concurrent;
using PoaSidechain.Evm.Execution;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>Keeps the stacks and memories of finished calls for the next ones.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class ExecutionBufferPool
{
    private const int MaxKept = 16;

    private readonly ConcurrentQueue<ExecutionBuffers> _free = new();

    /// <summary>Buffers for one execution at a time.</summary>
    public ExecutionBuffers Rent() => _free.TryDequeue(out var buffers) ? buffers : new ExecutionBuffers();

    /// <summary>Gives buffers back.</summary>
    public void Return(ExecutionBuffers buffers)
    {
        if (_free.Count < MaxKept)
        {
            _free.Enqueue(buffers);
        }
    }
}
