using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>Instructions of two operands, run as code.</summary>
public sealed class OpcodesSuite : ISuite
{
    public string Name => "opcodes";

    public string Summary => "instructions of two operands: geth's results";

    public IReadOnlyList<FixtureSet> Defaults => [new("precompiles-opcodes.tar.gz", "opcodes/geth/testcases_.*json$")];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var name = Path.GetFileNameWithoutExtension(file.Path).Replace("testcases_", "", StringComparison.Ordinal);
        name = name == "signext" ? nameof(Opcode.SignExtend) : name;
        var root = file.Json().RootElement;
        return root.ValueKind == JsonValueKind.Array && Enum.TryParse<Opcode>(name, ignoreCase: true, out var opcode)
            ? root.EnumerateArray().Where(vector => vector.TryGetProperty("X", out _)).Select((vector, i) => new Case($"{name}[{i}]", null, () => Run(vector, opcode)))
            : [];
    }

    /// <summary>Y is pushed last and so is the first operand.</summary>
    private static string? Run(JsonElement vector, Opcode opcode)
    {
        byte[] code =
        [
            (byte)Opcode.Push32, .. Word(vector, "X").Bytes, (byte)Opcode.Push32, .. Word(vector, "Y").Bytes, (byte)opcode,
            (byte)Opcode.Push1, 0, (byte)Opcode.MStore, (byte)Opcode.Push1, 32, (byte)Opcode.Push1, 0, (byte)Opcode.Return,
        ];
        var result = Execute(code);
        var found = Convert.ToHexStringLower(result.Output);
        var expected = Convert.ToHexStringLower(Word(vector, "Expected").Bytes);
        return result.Error == EvmError.None && found == expected ? null : $"{result.Error} {found}, expected {expected}";
    }

    private static MessageResult Execute(byte[] code)
    {
        var world = new WorldState(StateView.Empty);
        var block = new BlockContext
        {
            Rules = ForkRules.Of(Fork.Osaka),
            ChainId = UInt256.One,
            Number = 1,
            Timestamp = 1,
            GasLimit = 1_000_000,
            FeeRecipient = default,
            BlockHash = _ => default,
        };
        world.BeginTransaction();
        var interpreter = new Interpreter(world, block, new ExecutionBuffers());
        interpreter.BeginTransaction(default, default, default);
        var tracer = default(NoTracer);
        return interpreter.Execute(
            new Message
            {
                Kind = CallKind.Call,
                Sender = world.GetAccount(Address.FromNumber(0xca11)),
                Target = world.GetAccount(Address.FromNumber(0xc0de)),
                Code = new Code(code),
                Input = Array.Empty<byte>(),
                Gas = 1_000_000,
            },
            ref tracer);
    }

    private static Hash256 Word(JsonElement vector, string name) => UInt256.Parse("0x" + vector.GetProperty(name).GetString()!.Replace("0x", "", StringComparison.Ordinal)).ToHash256();
}
