using System.Runtime.CompilerServices;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Evm.Tracing;

/// <summary>Records every instruction, as geth's struct logger does for debug_traceTransaction without a named tracer.</summary>
/// <param name="options">What is recorded.</param>
/// <param name="sink">Is given each record once it is complete; without it they are kept.</param>
public readonly struct StructLogTracer(StructLogOptions options, Action<StructLog>? sink = null) : ITracer
{
    private readonly Dictionary<Address, Dictionary<UInt256, UInt256>> _storage = [];
    private readonly List<StructLog> _logs = [];
    private readonly StrongBox<int> _count = new();

    /// <inheritdoc/>
    public static bool TracesInstructions => true;

    /// <inheritdoc/>
    public static bool TracesCalls => false;

    /// <summary>What was recorded so far.</summary>
    public IReadOnlyList<StructLog> Logs => _logs;

    private bool IsFull => options.Limit > 0 && _count.Value >= options.Limit;

    /// <inheritdoc/>
    public void OnInstruction(in InstructionState state)
    {
        if (IsFull)
        {
            return;
        }

        _count.Value++;
        _logs.Add(new StructLog
        {
            Pc = state.Pc,
            Opcode = state.Opcode,
            Gas = state.Gas,
            Depth = state.Depth + 1,
            Stack = options.DisableStack ? null : state.Stack.ToArray(),
            Memory = options.EnableMemory ? state.Memory.ToArray() : null,
            ReturnData = options.EnableReturnData ? state.ReturnData.ToArray() : null,
            Storage = options.DisableStorage ? null : StorageOf(state),
        });
    }

    /// <inheritdoc/>
    public void OnInstructionEnd(long cost, long refund, EvmError error)
    {
        if (_logs.Count == 0 || _logs[^1].IsEnded)
        {
            return; // an instruction beyond the limit
        }

        _logs[^1].IsEnded = true;
        _logs[^1].GasCost = cost;
        _logs[^1].Refund = refund;
        _logs[^1].Error = error.PreventsInstruction() ? error.Text() : null;
        if (sink is not null)
        {
            sink(_logs[^1]);
            _logs.Clear();
        }
    }

    /// <inheritdoc/>
    public void OnEnter(in CallStart start)
    {
    }

    /// <inheritdoc/>
    public void OnExit(in CallEnd end)
    {
    }

    /// <inheritdoc/>
    public void OnLog(Log log, int depth)
    {
    }

    private Dictionary<UInt256, UInt256>? StorageOf(in InstructionState state)
    {
        if (ReadSlot(state) is not var (key, value))
        {
            return null;
        }

        if (!_storage.TryGetValue(state.Account.Address, out var slots))
        {
            slots = [];
            _storage.Add(state.Account.Address, slots);
        }

        slots[key] = value;
        return new Dictionary<UInt256, UInt256>(slots);
    }

    private static (UInt256 Key, UInt256 Value)? ReadSlot(in InstructionState state) => state switch
    {
        { Opcode: Opcode.SLoad, Stack: [.., var key] } => (key, state.World.GetSlot(state.Account, key).Current),
        { Opcode: Opcode.SStore, Stack: [.., var value, var key] } => (key, value),
        _ => null,
    };
}
