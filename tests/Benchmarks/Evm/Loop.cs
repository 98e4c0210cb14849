using PoaSidechain.Evm;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Tests.Benchmarks.Measuring;

namespace PoaSidechain.Tests.Benchmarks.Evm;

/// <summary>Code that runs a few instructions over and over on the interpreter, under the newest rules.</summary>
internal static class Loop
{
    /// <summary>Times that the instructions stand in the code one after another.</summary>
    public const int Unrolled = 64;

    /// <summary>Times that the code jumps back.</summary>
    public const int Rounds = 2_000;

    private const long Gas = long.MaxValue / 4;

    /// <summary>Nanoseconds of one pass through the instructions, the jump back shared out.</summary>
    public static double Nanoseconds(int runs, ReadOnlySpan<byte> prologue, ReadOnlySpan<byte> instructions)
    {
        List<byte> code = [.. prologue, (byte)Opcode.Push2, Rounds >> 8, Rounds & 0xff];
        var start = code.Count;
        code.Add((byte)Opcode.JumpDest);
        for (var i = 0; i < Unrolled; i++)
        {
            code.AddRange(instructions);
        }

        code.AddRange([(byte)Opcode.Push1, 1, (byte)Opcode.Swap1, (byte)Opcode.Sub, (byte)Opcode.Dup1]);
        code.AddRange([(byte)Opcode.Push2, (byte)(start >> 8), (byte)start, (byte)Opcode.JumpI, (byte)Opcode.Stop]);
        var machine = new Machine([.. code]);
        return Clock.LeastOf(runs, machine.Run) * 1e9 / (Rounds * Unrolled);
    }

    private sealed class Machine(byte[] code)
    {
        private static readonly Address Contract = Address.FromNumber(0x1000);

        private readonly Code _code = new(code);
        private readonly ExecutionBuffers _buffers = new();

        public void Run()
        {
            var world = new WorldState(StateView.Empty);
            world.BeginTransaction();
            var target = world.GetAccount(Contract);
            world.SetCode(target, _code);
            world.Warm(target);
            var interpreter = new Interpreter(world, MakeBlock(), _buffers);
            interpreter.BeginTransaction(Contract, UInt256.One, default);
            var tracer = default(NoTracer);
            var result = interpreter.Execute(
                new Message { Kind = CallKind.Call, Sender = target, Target = target, Code = _code, Gas = Gas }, ref tracer);
            if (result.Error != EvmError.None)
            {
                throw new InvalidOperationException(result.Error.ToString());
            }
        }

        private static BlockContext MakeBlock() => new()
        {
            Rules = ForkRules.Of(Fork.Osaka),
            ChainId = UInt256.One,
            Number = 1,
            Timestamp = 1,
            GasLimit = 30_000_000,
            FeeRecipient = Contract,
            BlockHash = _ => Hash256.Zero,
        };
    }
}
