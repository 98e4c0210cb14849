using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain;

/// <summary>The one door through which blocks come into the chain: from peers, from files, from our own sealer.</summary>
/// <remarks>Thread: any. Blocks are taken one after another from a bounded queue; when it is full, callers wait (back-pressure).</remarks>
public interface IBlockImporter
{
    /// <summary>Validates, executes and stores a block, and moves the head if the block is better.</summary>
    /// <returns>What became of it.</returns>
    Task<ImportResult> ImportAsync(Block block, CancellationToken cancellation);
}
