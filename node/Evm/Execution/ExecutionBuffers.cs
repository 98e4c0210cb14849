namespace PoaSidechain.Evm.Execution;

/// <summary>Stacks, memories and frames that one execution after another may use, so that none of them has to allocate.</summary>
/// <remarks>Thread: one execution at a time. Whoever executes often keeps one per thread or in a pool; a new one costs about 300 kB once code runs.</remarks>
public sealed class ExecutionBuffers
{
    private const int MaxFrames = Interpreter.MaxCallDepth + 2; // the deepest call may try one more, which is refused

    private readonly CallFrame?[] _frames = new CallFrame?[MaxFrames];

    internal MemoryArena Memory { get; } = new();

    internal StackArena Stacks { get; } = new();

    internal ReturnData ReturnData { get; } = new();

    internal MappingKeyCache MappingKeys { get; } = new();

    internal CallFrame Frame(int depth) => _frames[depth] ??= new CallFrame(depth);

    internal void Reset()
    {
        Memory.Reset();
        ReturnData.Reset();
    }
}
