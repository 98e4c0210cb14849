using PoaSidechain.Chain;
using PoaSidechain.Chain.Building;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.Simulation.Nodes;

/// <summary>The importer without its queue and thread: the real decision, at once.</summary>
internal sealed class SimulatedImporter(BlockImport import) : IBlockImporter
{
    /// <summary>A block was decided on.</summary>
    public event Action<Block, ImportResult, HeadChange?>? Imported;

    public Task<ImportResult> ImportAsync(Block block, CancellationToken cancellation) => Task.FromResult(Import(block, null));

    public Task<ImportResult> ImportSealedAsync(Block block, BuiltBlock built, CancellationToken cancellation) => Task.FromResult(Import(block, built));

    public ImportResult Import(Block block, BuiltBlock? built)
    {
        var (result, change) = import.Import(block, built, durable: true);
        Imported?.Invoke(block, result, change);
        return result;
    }
}
