using PoaSidechain.Evm;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Tests.Fuzz.Generation;

namespace PoaSidechain.Tests.Fuzz.Execution;

/// <summary>Executes cases as the node does.</summary>
internal sealed class OwnEvm
{
    /// <summary>What a transaction that must not be in the block comes to.</summary>
    public const string Refused = "refused";

    private readonly ExecutionBuffers _buffers = new();

    public CaseOutcome Run(FuzzCase one)
    {
        var state = new CaseState(one.Accounts);
        var world = new WorldState(state);
        var executor = new TransactionExecutor(world, one.Block, _buffers);
        var texts = new List<string>();
        foreach (var transaction in one.Transactions)
        {
            var verdict = executor.Execute(transaction, CaseGenerator.BlockGasLimit, out var result);
            texts.Add(verdict.IsValid ? Describe(result!, isEndless: one.Fork == Fork.Frontier && transaction.IsCreation) : Refused);
        }

        state.Apply(world.CollectChanges());
        return new CaseOutcome(texts, state.Describe());
    }

    /// <summary>The result in the words of judge.js, which says what has no end.</summary>
    public static string Describe(TransactionResult result, bool isEndless)
    {
        var logs = result.Logs.Select(log => string.Join(',', [$"{log.Address}", .. log.Topics.ToArray().Select(topic => $"{topic}"), Hex.Encode(log.Data.Span)]));
        return string.Join('\n', [
            isEndless ? "creation" : result.IsSuccess ? "success" : "failure",
            $"gas {result.GasUsed}",
            $"output {(isEndless ? "" : Hex.Encode(result.Output.Span))}",
            $"logs {string.Join(';', logs)}",
        ]);
    }
}
