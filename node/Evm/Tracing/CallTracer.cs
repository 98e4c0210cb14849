using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Evm.Tracing;

/// <summary>Records the tree of calls, as geth's call tracer does.</summary>
public readonly struct CallTracer() : ITracer
{
    private readonly Stack<CallTrace> _open = new();
    private readonly List<CallTrace> _roots = [];

    /// <inheritdoc/>
    public static bool TracesInstructions => false;

    /// <inheritdoc/>
    public static bool TracesCalls => true;

    /// <summary>The call that is running; null before the first and after the last.</summary>
    public CallTrace? Current => _open.TryPeek(out var call) ? call : null;

    /// <summary>The outermost call; null before it begins.</summary>
    public CallTrace? Root => _roots.Count == 0 ? null : _roots[^1];

    /// <inheritdoc/>
    public void OnInstruction(in InstructionState state)
    {
    }

    /// <inheritdoc/>
    public void OnInstructionEnd(long cost, long refund, EvmError error)
    {
    }

    /// <inheritdoc/>
    public void OnEnter(in CallStart start)
    {
        var call = new CallTrace
        {
            Kind = start.Kind,
            From = start.From,
            To = start.To,
            Value = start.Value,
            Gas = start.Gas,
            Input = start.Input.ToArray(),
        };
        if (_open.TryPeek(out var caller))
        {
            caller.Add(call);
        }
        else
        {
            _roots.Add(call);
        }

        _open.Push(call);
    }

    /// <inheritdoc/>
    public void OnExit(in CallEnd end)
    {
        var call = _open.Pop();
        call.GasUsed = end.GasUsed;
        call.Output = end.Output.ToArray();
        call.Error = end.Error;
        call.ErrorText = end.ErrorText;
    }

    /// <inheritdoc/>
    public void OnLog(Log log, int depth) => AddLog(log, index: 0);

    /// <summary>Records a log of the running call under a number.</summary>
    public void AddLog(Log log, int index) => _open.Peek().Add(log, index);
}
