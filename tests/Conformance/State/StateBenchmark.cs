using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>Times the cases of state tests that are benchmarks: best of many runs, on a fresh state each.</summary>
public static class StateBenchmark
{
    private const int Warmup = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>One line per case: name, gas, instructions, milliseconds, gas per second, nanoseconds per instruction.</summary>
    public static IEnumerable<string> Run(VectorFile file)
    {
        using var document = file.Json();
        foreach (var test in document.RootElement.EnumerateObject())
        {
            foreach (var fork in test.Value.GetProperty("post").EnumerateObject())
            {
                var index = 0;
                foreach (var post in fork.Value.EnumerateArray())
                {
                    yield return Measure($"{test.Name} {fork.Name}[{index++}]", test.Value, ForkNames.Find(fork.Name)!.Value, post);
                }
            }
        }
    }

    private static string Measure(string name, JsonElement test, Fork fork, JsonElement post)
    {
        var block = StateTestSuite.MakeBlock(test, ForkRules.Of(fork));
        var before = Alloc.ToState(test.GetProperty("pre"));
        var transaction = StateTestTransaction.Build(test, post);
        var counter = new CountingTracer();
        new TransactionExecutor(new WorldState(before), block).Execute(transaction, block.GasLimit, ref counter, out var result);

        var buffers = new ExecutionBuffers();
        var best = TimeSpan.MaxValue;
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        for (var i = 0; i < Warmup || clock.GetElapsedTime(start) < Patience; i++)
        {
            var executor = new TransactionExecutor(new WorldState(before), block, buffers);
            var began = clock.GetTimestamp();
            executor.Execute(transaction, block.GasLimit, out _);
            var elapsed = clock.GetElapsedTime(began);
            best = elapsed < best ? elapsed : best;
        }

        var gas = result!.GasUsed + result.GasRefunded;
        return $"{name,-34} {gas,12} gas {counter.Count,10} instructions {best.TotalMilliseconds,9:f3} ms "
            + $"{gas / best.TotalMicroseconds,8:f0} Mgas/s {best.TotalNanoseconds / counter.Count,6:f2} ns per instruction";
    }
}
