using PoaSidechain.Chain.Building;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain;

/// <summary>The one door through which blocks come into the chain: from peers, from files, from our own sealer.</summary>
/// <remarks>Thread: any. Blocks are taken one after another from a bounded queue; when it is full, callers wait (back-pressure).</remarks>
public interface IBlockImporter
{
    /// <summary>Blocks that were handed in and are not decided yet. A glance: it may have changed when it is read.</summary>
    IEnumerable<BlockHeader> Waiting => [];

    /// <summary>Validates, executes and stores a block, and moves the head if the block is better.</summary>
    /// <returns>What became of it.</returns>
    Task<ImportResult> ImportAsync(Block block, CancellationToken cancellation);

    /// <summary>The same for a block that was built and sealed here: validated like any other, but not executed a second time.</summary>
    /// <param name="block">The sealed block.</param>
    /// <param name="built">What the builder made; differs from the block only in the seal.</param>
    /// <param name="cancellation">Stops waiting, not the import.</param>
    Task<ImportResult> ImportSealedAsync(Block block, BuiltBlock built, CancellationToken cancellation);
}
