using PoaSidechain.Chain;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Network;

/// <summary>The chain that the network speaks for.</summary>
/// <param name="Spec">Chain id and forks.</param>
/// <param name="Tree">Known blocks.</param>
/// <param name="Importer">Where blocks go.</param>
/// <param name="Pool">Where transactions go.</param>
public sealed record NetworkChain(ChainSpec Spec, IBlockTree Tree, IBlockImporter Importer, ITransactionPool Pool)
{
    /// <summary>Recovers the signatures of downloaded blocks on all processors before their turn comes; null to leave that to the importer.</summary>
    public BlockPreparation? Preparation { get; init; }
}
