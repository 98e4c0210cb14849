using PoaSidechain.Chain;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.Simulation.Nodes;

/// <summary>What the byzantine signers share: a branch of their own, not yet published.</summary>
internal sealed class Conspiracy
{
    private readonly Dictionary<Hash256, Block> _secret = [];
    private readonly List<Block> _branch = [];

    /// <summary>Blocks that break a rule.</summary>
    public HashSet<Hash256> Illegal { get; } = [];

    /// <summary>The end of the secret branch.</summary>
    public BlockHeader? Tip { get; set; }

    public void Add(Block block)
    {
        _secret[block.Hash] = block;
        _branch.Add(block);
    }

    public Snapshot? SnapshotAfter(BlockHeader header, SimulatedNode node) => node.Engine.GetSnapshot(header, new Overlay(_secret, node.Tree));

    /// <summary>The blocks not yet published, in order; a new branch begins.</summary>
    public Block[] TakeBranch()
    {
        Block[] branch = [.. _branch];
        _branch.Clear();
        Tip = null;
        return branch;
    }

    private sealed class Overlay(Dictionary<Hash256, Block> secret, BlockTree tree) : IHeaderSource
    {
        public BlockHeader? FindHeader(in Hash256 hash) => secret.TryGetValue(hash, out var block) ? block.Header : tree.FindHeader(hash);
    }
}
