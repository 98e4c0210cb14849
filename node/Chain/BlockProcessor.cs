using PoaSidechain.Chain.Rules;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Chain;

/// <summary>The state transition of a block, in the steps and words of execution-specs: apply_body, process_transaction, make_receipt.</summary>
/// <remarks>Pure: state in, receipts and state out. Thread: any; the object keeps nothing but memory for the next block.</remarks>
public sealed class BlockProcessor(ChainSpec spec, IConsensusEngine engine)
{
    private ExecutionBuffers? _buffers; // with the caller that took it

    /// <summary>Executes a block on its parent's state and compares everything with the header.</summary>
    /// <param name="block">A block whose header and body rules hold.</param>
    /// <param name="parentState">The state after its parent.</param>
    /// <param name="ancestors">Hashes of its ancestors, for BLOCKHASH.</param>
    /// <param name="processed">Receipts and state when valid.</param>
    public BlockVerdict Process(Block block, StateView parentState, AncestorHashes ancestors, out ProcessedBlock? processed)
    {
        processed = null;
        var header = block.Header;
        var state = new WorldState(parentState);
        var buffers = Interlocked.Exchange(ref _buffers, null) ?? new ExecutionBuffers();
        var run = new BlockRun(spec, engine, header, engine.GetFeeRecipient(header), state, parentState, ancestors, buffers);
        run.Begin();
        for (var i = 0; i < block.Transactions.Length; i++)
        {
            var verdict = run.ProcessTransaction(block.Transactions[i]);
            if (!verdict.IsValid)
            {
                return BlockVerdict.Invalid(BlockError.InvalidTransaction, $"transaction {i}: {verdict}");
            }
        }

        var end = run.End(block);
        _buffers = buffers; // after an exception they are dropped instead
        return end.IsValid ? Compare(block, run, out processed) : end;
    }

    private static BlockVerdict Compare(Block block, BlockRun run, out ProcessedBlock? processed)
    {
        processed = null;
        var header = block.Header;
        if (run.GasUsed != header.GasUsed)
        {
            return BlockVerdict.Invalid(BlockError.GasUsedMismatch, $"{header.GasUsed}, execution used {run.GasUsed}");
        }

        Receipt[] receipts = [.. run.Receipts];
        if (BodyRules.ReceiptsRoot(receipts) is var receiptsRoot && receiptsRoot != header.ReceiptsRoot)
        {
            return BlockVerdict.Invalid(BlockError.ReceiptsRootMismatch, $"{header.ReceiptsRoot}, execution made {receiptsRoot}");
        }

        if (!BodyRules.LogsBloom(receipts).Equals(header.LogsBloom))
        {
            return BlockVerdict.Invalid(BlockError.LogsBloomMismatch);
        }

        var postState = run.PostState();
        if (postState.Root != header.StateRoot)
        {
            return BlockVerdict.Invalid(BlockError.StateRootMismatch, $"{header.StateRoot}, execution made {postState.Root}");
        }

        processed = new ProcessedBlock(block, receipts, postState);
        return BlockVerdict.Valid;
    }
}
