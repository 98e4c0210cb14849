using PoaSidechain.Evm;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Primitives;
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
            texts.Add(verdict.IsValid ? Describe(result!) : Refused);
        }

        state.Apply(world.CollectChanges());
        return new CaseOutcome(texts, state.Describe());
    }

    private static string Describe(TransactionResult result)
    {
        var logs = result.Logs.Select(log => string.Join(',', [$"{log.Address}", .. log.Topics.ToArray().Select(topic => $"{topic}"), Hex.Encode(log.Data.Span)]));
        return string.Join('\n', [
            result.IsSuccess ? "success" : "failure",
            $"gas {result.GasUsed}",
            $"output {Hex.Encode(result.Output.Span)}",
            $"logs {string.Join(';', logs)}",
        ]);
    }
}
