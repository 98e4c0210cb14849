using PoaSidechain.Chain.Building;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain;

/// <summary>A block in the importer's queue.</summary>
/// <param name="Block">The block.</param>
/// <param name="Built">Its executed form, when it was built here.</param>
/// <param name="Done">Completed with the answer.</param>
internal sealed record ImportRequest(Block Block, BuiltBlock? Built, TaskCompletionSource<ImportResult> Done)
{
    /// <summary>True when a block of the chain is to become its head again, instead of a new one to come in.</summary>
    public bool SetsHead { get; init; }

    /// <summary>A chain that was downloaded with its state and takes the place of genesis; <see cref="Block"/> is then its last.</summary>
    public Joining.ChainDraft? Joins { get; init; }
}
