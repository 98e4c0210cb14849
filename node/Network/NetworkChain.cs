using PoaSidechain.Chain;
using PoaSidechain.Chain.Joining;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Network.Sync.Joining;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

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

    /// <summary>States of recent blocks, to be served to nodes that join (snap/1); null to serve none.</summary>
    public StateStore? States { get; init; }

    /// <summary>How to join by a downloaded state while there is nothing but genesis (<c>--syncmode snap</c>); null to execute every block.</summary>
    public ChainJoin? Join { get; init; }

    /// <summary>Distances and times of that.</summary>
    public SnapJoinOptions JoinOptions { get; init; } = new();
}
