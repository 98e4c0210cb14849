using System.Text.Json;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;
using PoaSidechain.Tests.Conformance.State;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>Why a block that must be taken was refused: executes it once more and says what came out.</summary>
internal static class BlockExplanation
{
    /// <summary>Gas and logs of each transaction and, for a wrong state root, where the state differs; empty when the refusal has nothing to do with execution.</summary>
    public static string Of(FixtureChain chain, Block block, BlockVerdict verdict, JsonElement test)
    {
        var isOfExecution = verdict.Error is BlockError.GasUsedMismatch or BlockError.ReceiptsRootMismatch or BlockError.LogsBloomMismatch or BlockError.StateRootMismatch;
        if (!isOfExecution || block.Header.ParentHash != chain.Tree.Head.Hash || chain.Tree.FindHeader(block.Header.ParentHash) is not { } parent)
        {
            return "";
        }

        var world = new WorldState(chain.State);
        var recipient = chain.Engine.GetFeeRecipient(block.Header);
        var run = new BlockRun(chain.Network.Spec, chain.Engine, block.Header, recipient, world, chain.State, new AncestorHashes(parent, chain.Tree));
        run.Begin();
        foreach (var transaction in block.Transactions)
        {
            _ = run.ProcessTransaction(transaction);
        }

        _ = run.End(block);
        var receipts = string.Join(", ", run.Receipts.Select(receipt =>
            $"{(receipt.Succeeded ? "success" : "failure")} with {receipt.CumulativeGasUsed} gas so far and {receipt.Logs.Length} logs"));
        return $"; transactions: {receipts}" + (verdict.Error == BlockError.StateRootMismatch ? $"; {StateOf(run, world, block, test)}" : "");
    }

    /// <summary>The state that the fixture lists is that of its last block.</summary>
    private static string StateOf(BlockRun run, WorldState world, Block block, JsonElement test)
    {
        var isLast = test.Optional("lastblockhash")?.GetString() == $"{block.Hash}";
        return StateDifference.Explain(run.PostState(), world.CollectChanges(), isLast ? test.Optional("postState") : null, test.GetProperty("pre"));
    }
}
