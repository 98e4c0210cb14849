using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.Benchmarks.Reporting;

namespace PoaSidechain.Tests.Benchmarks.Evm;

/// <summary>Nanoseconds of single opcodes: a pass with the opcode against the same pass without it.</summary>
internal static class OpcodeLoops
{
    private static readonly Opcode[] Binary =
    [
        Opcode.Add, Opcode.Mul, Opcode.Sub, Opcode.Div, Opcode.SDiv, Opcode.Mod, Opcode.SMod, Opcode.SignExtend, Opcode.Lt, Opcode.Eq, Opcode.And,
        Opcode.Byte, Opcode.Shl, Opcode.Sar, Opcode.Exp,
    ];

    private static readonly Opcode[] Nullary =
        [Opcode.Push0, Opcode.Push1, Opcode.Push32, Opcode.Dup1, Opcode.Caller, Opcode.CallDataSize, Opcode.Pc, Opcode.Gas, Opcode.MSize];

    // Two wide operands that make division and the like work hard, and a third as modulus.
    private static readonly byte[] Operands =
    [
        .. Push("0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff61"),
        .. Push("0x00000000000000000000000000000000fedcba98765432100123456789abcdef"),
        .. Push("0xfedcba9876543210fedcba98765432100123456789abcdef0123456789abcdef"),
    ];

    public static void Run(int runs, Report report)
    {
        var pop = Loop.Nanoseconds(runs, [], Bytes(Opcode.Dup1, Opcode.Pop)) / 2;
        void Add(string name, double with, double without) =>
            report.Add(EvmPart.Part, "opcode " + name, "time", "ns", Math.Max(0, with - without + pop));

        report.Add(EvmPart.Part, "opcode DUP1 or POP", "time", "ns", pop);
        foreach (var opcode in Nullary)
        {
            var data = opcode >= Opcode.Push1 && opcode <= Opcode.Push32 ? new byte[opcode - Opcode.Push0] : [];
            Add(Name(opcode), Loop.Nanoseconds(runs, [], [(byte)opcode, .. data, (byte)Opcode.Pop]), 2 * pop);
        }

        var twoOperands = Loop.Nanoseconds(runs, Operands, Bytes(Opcode.Dup3, Opcode.Dup3, Opcode.Pop, Opcode.Pop));
        foreach (var opcode in Binary)
        {
            Add(Name(opcode), Loop.Nanoseconds(runs, Operands, Bytes(Opcode.Dup3, Opcode.Dup3, opcode, Opcode.Pop)), twoOperands);
        }

        var threeOperands = twoOperands + (2 * pop);
        foreach (var opcode in (Opcode[])[Opcode.AddMod, Opcode.MulMod])
        {
            Add(Name(opcode), Loop.Nanoseconds(runs, Operands, Bytes(Opcode.Dup4, Opcode.Dup4, Opcode.Dup4, opcode, Opcode.Pop)), threeOperands);
        }

        RunMemoryAndState(runs, Add);
    }

    /// <summary>Whole passes, less their operands: what touches memory, storage, accounts, code.</summary>
    private static void RunMemoryAndState(int runs, Action<string, double, double> add)
    {
        var push = Loop.Nanoseconds(runs, [], [(byte)Opcode.Push1, 0, (byte)Opcode.Pop]);
        void One(string name, params byte[] pass) => add(name, Loop.Nanoseconds(runs, [], pass), push);

        One("MLOAD", (byte)Opcode.Push1, 64, (byte)Opcode.MLoad, (byte)Opcode.Pop);
        One("SLOAD warm", (byte)Opcode.Push1, 1, (byte)Opcode.SLoad, (byte)Opcode.Pop);
        One("TLOAD", (byte)Opcode.Push1, 1, (byte)Opcode.TLoad, (byte)Opcode.Pop);
        One("BALANCE warm", (byte)Opcode.Address, (byte)Opcode.Balance, (byte)Opcode.Pop);
        One("CALLDATALOAD", (byte)Opcode.Push1, 0, (byte)Opcode.CallDataLoad, (byte)Opcode.Pop);
        add("MSTORE", Loop.Nanoseconds(runs, [], [(byte)Opcode.Push1, 7, (byte)Opcode.Push1, 64, (byte)Opcode.MStore]), push);
        add("SSTORE warm", Loop.Nanoseconds(runs, [], [(byte)Opcode.Gas, (byte)Opcode.Push1, 1, (byte)Opcode.SStore]), push);
        add("KECCAK256 of 64 bytes", Loop.Nanoseconds(runs, [], [(byte)Opcode.Push1, 64, (byte)Opcode.Push1, 0, (byte)Opcode.Keccak256, (byte)Opcode.Pop]), 2 * push);
        add("JUMP", Loop.Nanoseconds(runs, [], [(byte)Opcode.Pc, (byte)Opcode.Push1, 5, (byte)Opcode.Add, (byte)Opcode.Jump, (byte)Opcode.JumpDest]), 2 * push);
        add("STATICCALL of IDENTITY", Loop.Nanoseconds(runs, [], [.. Zeros(4), (byte)Opcode.Push1, 4, (byte)Opcode.Gas, (byte)Opcode.StaticCall, (byte)Opcode.Pop]), 3 * push);
        add("LOG1 of 32 bytes", Loop.Nanoseconds(runs, [], [(byte)Opcode.Push1, 9, (byte)Opcode.Push1, 32, (byte)Opcode.Push1, 0, (byte)Opcode.Log1]), push);
    }

    private static byte[] Zeros(int count) => [.. Enumerable.Repeat((byte)Opcode.Push0, count)];

    private static byte[] Push(string word) => [(byte)Opcode.Push32, .. UInt256.Parse(word).ToHash256().Bytes];

    private static byte[] Bytes(params Opcode[] opcodes) => [.. opcodes.Select(opcode => (byte)opcode)];

    private static string Name(Opcode opcode) => opcode.ToString().ToUpperInvariant();
}
