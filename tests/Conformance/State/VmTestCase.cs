using System.Text;
using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>One VM test: runs the code as the outermost call and compares gas, output, logs and state.</summary>
/// <remarks>
/// In this format calls and creations are recorded, not executed: the cases that have any are compared by what the fixture says of the caller,
/// which is the same when the callee has no code, as it is in all of them.
/// </remarks>
internal static class VmTestCase
{
    public static string? Run(JsonElement test)
    {
        var exec = test.GetProperty("exec");
        var before = Alloc.ToState(test.GetProperty("pre"));
        var world = new WorldState(before);
        world.BeginTransaction();
        var interpreter = new Interpreter(world, MakeBlock(test.GetProperty("env")), new ExecutionBuffers());
        interpreter.BeginTransaction(exec.Address("origin"), exec.Quantity("gasPrice"), default);
        var gas = (long)exec.Quantity("gas").SaturateToUInt64();
        var target = world.GetAccount(exec.Address("address"));
        var value = exec.Quantity("value");
        var caller = world.GetAccount(exec.Address("caller"));
        world.AddBalance(caller, value);           // the format does not move the value: give it first
        world.Create(target);
        world.SubtractBalance(target, value);      // and take it back; wrapping is undone by the transfer
        var tracer = default(NoTracer);
        var result = interpreter.Execute(
            new Message
            {
                Kind = CallKind.Call,
                Sender = caller,
                Target = target,
                Code = new Code(exec.Bytes("code")),
                Value = value,
                Input = exec.Bytes("data"),
                Gas = gas,
            },
            ref tracer);
        if (!test.TryGetProperty("gas", out var expectedGas))
        {
            return result.Error == EvmError.None ? "succeeded, expected to fail" : null;
        }

        return result.Error != EvmError.None ? $"failed: {result.Error}" : Compare(test, world, before, result, (long)(ulong)expectedGas.Quantity());
    }

    private static string? Compare(JsonElement test, WorldState world, StateView before, in MessageResult result, long expectedGas)
    {
        var logs = StateTestCase.HashOfLogs(world.Logs);
        world.FinishTransaction(ForkRules.Of(Fork.Frontier));
        if (result.GasLeft != expectedGas)
        {
            return $"gas left {result.GasLeft}, expected {expectedGas}";
        }

        if (!result.Output.AsSpan().SequenceEqual(test.Bytes("out")))
        {
            return $"output {Hex.Encode(result.Output)}, expected {test.GetProperty("out").GetString()}";
        }

        if (logs != test.Hash("logs"))
        {
            return $"logs {logs}, expected {test.Hash("logs")}";
        }

        return Alloc.FirstDifference(before.Apply(world.CollectChanges()), test.GetProperty("post"));
    }

    private static BlockContext MakeBlock(JsonElement env) => new()
    {
        Rules = ForkRules.Of(Fork.Frontier),
        ChainId = UInt256.One,
        Number = (ulong)env.Quantity("currentNumber"),
        Timestamp = (ulong)env.Quantity("currentTimestamp"),
        GasLimit = env.Quantity("currentGasLimit").SaturateToUInt64(),
        FeeRecipient = env.Address("currentCoinbase"),
        Difficulty = env.Quantity("currentDifficulty"),
        BlockHash = number => Keccak256.Hash(Encoding.ASCII.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture))),
    };
}
