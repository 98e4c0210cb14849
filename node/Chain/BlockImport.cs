using PoaSidechain.Chain.Building;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Chain.Store;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Chain;

/// <summary>Decides on one block: header rules, engine, body, execution, fork choice; and writes what follows in one batch.</summary>
/// <remarks>Thread: importer loop only. Nothing changes in memory before the batch is written.</remarks>
public sealed class BlockImport(
    ChainSpec spec, IConsensusEngine engine, BlockTree tree, ChainStore store, StateStore states, CheckpointPin pin, TimeProvider time)
{
    private readonly BlockProcessor _processor = new(spec, engine);
    private readonly HeaderChecks _checks = new(spec, engine, time);

    /// <summary>True to take blocks ahead of the clock: those of foreign test suites have times that no clock can say.</summary>
    internal bool IgnoresClock { get; init; }

    /// <summary>Imports a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="built">Its executed form, when it was built here.</param>
    /// <param name="durable">True to wait for the disk.</param>
    public (ImportResult Result, HeadChange? Change) Import(Block block, BuiltBlock? built, bool durable) => Import(block, null, built, durable);

    /// <summary>Imports a block on whose body was decided already.</summary>
    /// <param name="prepared">The block.</param>
    /// <param name="durable">True to wait for the disk.</param>
    public (ImportResult Result, HeadChange? Change) Import(PreparedBlock prepared, bool durable) => Import(prepared.Block, prepared.Body, null, durable);

    /// <summary>Goes back to a canonical block, by making it the head once more (debug_setHead). What stood above it stays stored as a branch.</summary>
    /// <param name="block">The block.</param>
    public (ImportResult Result, HeadChange? Change) SetHead(Block block)
    {
        if (block.Hash == tree.Head.Hash)
        {
            return (new ImportResult(ImportOutcome.AlreadyKnown, BlockVerdict.Valid), null);
        }

        if (!tree.IsCanonical(block.Header) || tree.FindHeader(block.Header.ParentHash) is not { } parent)
        {
            return (new ImportResult(ImportOutcome.Refused, BlockVerdict.Invalid(BlockError.UnknownParent, "the block is not on the chain, or its first")), null);
        }

        if (pin.Final is { } final && block.Number < final.Number)
        {
            return (new ImportResult(ImportOutcome.Refused, BlockVerdict.Invalid(BlockError.LeavesCheckpoint, $"block {final.Number} is final on L1")), null);
        }

        return MakeHead(block, parent, tree.FindTotalDifficulty(block.Hash)!.Value, built: null, durable: true);
    }

    private (ImportResult Result, HeadChange? Change) Import(Block block, BlockVerdict? body, BuiltBlock? built, bool durable)
    {
        if (tree.IsStored(block.Header))
        {
            return (new ImportResult(ImportOutcome.AlreadyKnown, BlockVerdict.Valid), null);
        }

        var verdict = Verify(block, body, out var parent);
        if (!verdict.IsValid)
        {
            return Refuse(block, verdict);
        }

        var totalDifficulty = tree.FindTotalDifficulty(parent!.Hash)!.Value + block.Header.Difficulty;
        if (!IsBetter(block.Header, totalDifficulty))
        {
            StoreOnSideBranch(block, totalDifficulty, durable);
            return (new ImportResult(ImportOutcome.SideBranch, BlockVerdict.Valid), null);
        }

        return MakeHead(block, parent, totalDifficulty, built, durable);
    }

    /// <summary>Everything that can be said of a block before it is executed.</summary>
    private BlockVerdict Verify(Block block, BlockVerdict? body, out BlockHeader? parent)
    {
        var header = block.Header;
        parent = null;
        if (tree.IsKnownBad(header.Hash) || tree.IsKnownBad(header.ParentHash))
        {
            return BlockVerdict.Invalid(BlockError.InvalidAncestor);
        }

        var verdict = _checks.CheckAlone(header, IgnoresClock);
        if (!verdict.IsValid)
        {
            return verdict;
        }

        parent = tree.FindHeader(header.ParentHash);
        if (parent is null)
        {
            return BlockVerdict.Invalid(BlockError.UnknownParent, header.ParentHash.ToString());
        }

        verdict = _checks.CheckAgainstParent(header, parent, tree);
        verdict = verdict.IsValid ? CheckPin(header) : verdict;
        verdict = verdict.IsValid ? body ?? BodyRules.Check(block, spec.RulesAt(header.Number, header.Timestamp)) : verdict;
        return verdict.IsValid ? engine.VerifyUncles(block, tree) : verdict;
    }

    /// <summary>A block must descend from the L1-final checkpoint, or come before it on the canonical chain, which has it.</summary>
    private BlockVerdict CheckPin(BlockHeader header)
    {
        if (pin.Final is not { } final || tree.FindHash(final.Number) != final.Hash || tree.Head.Hash == header.ParentHash)
        {
            return BlockVerdict.Valid; // nothing is pinned, this node does not have it yet, or the block extends the head that has it
        }

        return header.Number > final.Number && AncestorAt(header, final.Number) == final.Hash
            ? BlockVerdict.Valid
            : BlockVerdict.Invalid(BlockError.LeavesCheckpoint, $"block {final.Number} {final.Hash} is final on L1");
    }

    /// <summary>The ancestor's hash at a height: along the branch until it meets the canonical chain.</summary>
    private Hash256? AncestorAt(BlockHeader header, ulong number)
    {
        var current = header;
        while (current.Number > number)
        {
            if (tree.FindHeader(current.ParentHash) is not { } parent)
            {
                return null;
            }

            if (tree.IsCanonical(parent))
            {
                return parent.Number >= number ? tree.FindHash(number) : parent.Hash;
            }

            current = parent;
        }

        return current.Hash;
    }

    private bool IsBetter(BlockHeader header, in UInt256 totalDifficulty)
    {
        var current = tree.Current;
        return totalDifficulty != current.TotalDifficulty
            ? totalDifficulty > current.TotalDifficulty
            : engine.IsBetter(header, current.Header, new HeaderOverlay(header, tree));
    }

    private void StoreOnSideBranch(Block block, in UInt256 totalDifficulty, bool durable)
    {
        using var batch = store.Database.CreateBatch();
        ChainStore.PutBlock(batch, block, totalDifficulty);
        store.Database.Write(batch, durable);
        tree.Cache(block);
    }

    private (ImportResult Result, HeadChange? Change) MakeHead(
        Block block, BlockHeader parent, in UInt256 totalDifficulty, BuiltBlock? built, bool durable)
    {
        var old = tree.Head;
        var branch = BranchTo(block, parent, out var ancestor);
        if (ancestor.Number < states.OldestRewind)
        {
            return (new ImportResult(ImportOutcome.Refused, BlockVerdict.Invalid(
                BlockError.ReorgTooDeep, $"the branch leaves at block {ancestor.Number}, states are kept from {states.OldestRewind} on")), null);
        }

        var state = ancestor.Hash == old.Hash ? states.Head : states.Rewind(ancestor.Number, ancestor.StateRoot);
        List<ProcessedBlock> processed = [];
        var headers = new HeaderOverlay(block.Header, tree);
        foreach (var next in branch)
        {
            ProcessedBlock? result = null;
            var verdict = tree.IsKnownBad(next.Hash)
                ? BlockVerdict.Invalid(BlockError.InvalidAncestor)
                : Execute(next, state, headers, built, out result);
            if (!verdict.IsValid)
            {
                return Refuse(next, verdict, branch);
            }

            processed.Add(result!);
            state = result!.PostState;
        }

        var removed = RemovedBlocks(old, ancestor);
        Write(block, totalDifficulty, removed, processed, durable);
        var change = new HeadChange(removed, branch);
        tree.Publish(new ChainHead(block.Header, totalDifficulty, states.Head), change, processed);
        return (new ImportResult(ImportOutcome.BecameHead, BlockVerdict.Valid), change);
    }

    /// <summary>The blocks from the canonical chain to this one, lowest first.</summary>
    private List<Block> BranchTo(Block block, BlockHeader parent, out BlockHeader ancestor)
    {
        List<Block> branch = [block];
        ancestor = parent;
        while (!tree.IsCanonical(ancestor))
        {
            branch.Add(tree.FindBlock(ancestor.Hash) ?? throw Missing(ancestor.Hash));
            ancestor = tree.FindHeader(ancestor.ParentHash) ?? throw Missing(ancestor.ParentHash);
        }

        branch.Reverse();
        return branch;
    }

    private BlockVerdict Execute(Block block, StateView state, IHeaderSource headers, BuiltBlock? built, out ProcessedBlock? processed)
    {
        if (built is not null && built.ParentState == state && built.IsSealedAs(block.Header, engine.GetFeeRecipient(block.Header)))
        {
            processed = new ProcessedBlock(block, built.Receipts, built.PostState);
            return BlockVerdict.Valid;
        }

        var parent = headers.FindHeader(block.Header.ParentHash) ?? throw Missing(block.Header.ParentHash);
        return _processor.Process(block, state, new AncestorHashes(parent, headers), out processed);
    }

    private List<Block> RemovedBlocks(BlockHeader old, BlockHeader ancestor)
    {
        List<Block> removed = [];
        for (var header = old; header.Hash != ancestor.Hash; header = tree.FindHeader(header.ParentHash) ?? throw Missing(header.ParentHash))
        {
            removed.Add(tree.FindBlock(header.Hash) ?? throw Missing(header.Hash));
        }

        return removed;
    }

    /// <summary>One batch: data before pointers, the old branch's entries out before the new one's in.</summary>
    private void Write(
        Block block, in UInt256 totalDifficulty, List<Block> removed, List<ProcessedBlock> processed, bool durable)
    {
        using var batch = store.Database.CreateBatch();
        ChainStore.PutBlock(batch, block, totalDifficulty);
        foreach (var old in removed)
        {
            ChainStore.DeleteCanonical(batch, old, tree.FindReceipts(old.Hash) ?? throw Missing(old.Hash));
        }

        foreach (var next in processed)
        {
            ChainStore.PutReceipts(batch, next.Block.Number, next.Block.Hash, next.Receipts);
            ChainStore.PutCanonical(batch, next);
        }

        var commit = states.Prepare([.. processed.Select(next => new StateCommit(next.Block.Number, next.Block.Hash, next.PostState))], batch);
        ChainStore.PutHead(batch, block.Hash);
        store.Database.Write(batch, durable);
        states.Publish(commit);
    }

    /// <summary>
    /// Remembers what the header itself commits to. A body that is not the header's may have been put under it by anyone, so it is not held against the block.
    /// </summary>
    private (ImportResult Result, HeadChange? Change) Refuse(Block bad, BlockVerdict verdict, IReadOnlyList<Block>? branch = null)
    {
        if (!verdict.Error.IsTransient() && !verdict.Error.IsOfBodyAlone())
        {
            tree.ExpectBadBlocks();
            using var batch = store.Database.CreateBatch();
            foreach (var descendant in (branch ?? []).SkipWhile(block => block != bad))
            {
                ChainStore.PutBadBlock(batch, descendant.Hash, BlockError.InvalidAncestor.Text());
            }

            ChainStore.PutBadBlock(batch, bad.Hash, verdict.Error.Text());
            store.Database.Write(batch, durable: false);
        }

        return (new ImportResult(ImportOutcome.Refused, verdict), null);
    }

    private static InvalidOperationException Missing(in Hash256 hash) => new($"The database lacks the block {hash} that another one builds on.");
}
