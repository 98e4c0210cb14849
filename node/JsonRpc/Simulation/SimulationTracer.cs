using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Simulation;

/// <summary>Gathers the logs of a simulated call and, where asked for, a log for each movement of ether, in the order in which they happened.</summary>
internal readonly struct SimulationTracer(SimulationTracer.Records records, CancellationToken cancellation) : ITracer
{
    public static bool TracesInstructions => false;

    public static bool TracesCalls => true;

    public void OnInstruction(in InstructionState state)
    {
        // not asked for
    }

    public void OnInstructionEnd(long cost, long refund, EvmError error)
    {
        // not asked for
    }

    public void OnEnter(in CallStart start)
    {
        cancellation.ThrowIfCancellationRequested();
        records.Enter(start);
    }

    public void OnExit(in CallEnd end) => records.Exit(end);

    public void OnLog(Log log, int depth) => records.Add(log);

    /// <summary>What a block's calls have logged.</summary>
    public sealed class Records(bool tracesTransfers)
    {
        /// <summary>The address under which movements of ether are logged, as if ether were a token (ERC-7528).</summary>
        private static readonly Address EtherAddress = Address.Parse("0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee");

        private static readonly Hash256 TransferTopic = Hash256.Parse("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

        private readonly Stack<List<(Log Log, int Index)>> _open = new();
        private int _count;

        /// <summary>Logs of the last call, with their numbers in the block; none when it failed.</summary>
        public List<(Log Log, int Index)> Logs { get; private set; } = [];

        /// <summary>Why the last call failed, in geth's words.</summary>
        public string ErrorText { get; private set; } = "";

        public void Enter(in CallStart start)
        {
            _open.Push([]);
            if (tracesTransfers && start.Kind != CallKind.DelegateCall && !start.Value.IsZero)
            {
                Add(new Log(EtherAddress, new[] { TransferTopic, start.From.ToWord().ToHash256(), start.To.ToWord().ToHash256() }, start.Value.ToHash256().ToArray()));
            }
        }

        public void Exit(in CallEnd end)
        {
            var logs = _open.Pop();
            if (end.Error != EvmError.None)
            {
                logs.Clear();
            }

            if (_open.TryPeek(out var caller))
            {
                caller.AddRange(logs);
                return;
            }

            Logs = logs;
            ErrorText = end.ErrorText;
        }

        public void Add(Log log) => _open.Peek().Add((log, _count++));
    }
}
