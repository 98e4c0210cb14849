using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;
using PoaSidechain.Tests.Conformance.State;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Evm;

/// <summary>Contracts of the ipsilon suite: one transaction each, London rules; each result is checked before it is timed.</summary>
internal static class IpsilonCases
{
    private const string ForkName = "London";

    public static void Run(VectorFile file, int runs, Report report)
    {
        using var document = file.Json();
        var test = document.RootElement.EnumerateObject().First().Value;
        var index = 0;
        foreach (var post in test.GetProperty("post").GetProperty(ForkName).EnumerateArray())
        {
            var name = Path.GetFileNameWithoutExtension(file.Path) + (index == 0 ? "" : $" #{index}");
            index++;
            if (StateTestCase.RunCase(test, ForkRules.Of(Fork.London), post) is { } difference)
            {
                report.Fail(EvmPart.Part, name, difference);
                continue;
            }

            Measure(name, test, post, runs, report);
        }
    }

    private static void Measure(string name, JsonElement test, JsonElement post, int runs, Report report)
    {
        var state = Alloc.ToState(test.GetProperty("pre"));
        var transaction = StateTestTransaction.Build(test, post);
        var block = MakeBlock(test.GetProperty("env"));
        ulong gas = 0;
        var seconds = Clock.LeastOf(runs, () =>
        {
            new TransactionExecutor(new WorldState(state), block).Execute(transaction, block.GasLimit, out var result);
            gas = result!.GasUsed;
        });
        report.Add(EvmPart.Part, name, "gas", "Mgas/s", gas / 1e6 / seconds);
        report.Add(EvmPart.Part, name, "transaction", "ms", seconds * 1e3);
    }

    private static BlockContext MakeBlock(JsonElement env) => new()
    {
        Rules = ForkRules.Of(Primitives.Specs.Fork.London),
        ChainId = UInt256.One,
        Number = (ulong)env.Quantity("currentNumber"),
        Timestamp = (ulong)env.Quantity("currentTimestamp"),
        GasLimit = env.Quantity("currentGasLimit").SaturateToUInt64(),
        FeeRecipient = env.Address("currentCoinbase"),
        Difficulty = env.OptionalQuantity("currentDifficulty").GetValueOrDefault(),
        BaseFeePerGas = env.OptionalQuantity("currentBaseFee") ?? 10UL,
        BlockHash = number => Keccak256.Hash([(byte)number]),
    };
}
