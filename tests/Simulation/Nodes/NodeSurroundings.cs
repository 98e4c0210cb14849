using PoaSidechain.Chain;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Simulation.World;

namespace PoaSidechain.Tests.Simulation.Nodes;

/// <summary>What all nodes of a run share.</summary>
internal sealed class NodeSurroundings
{
    private readonly List<Task> _loops = [];

    public required VirtualWorld World { get; init; }

    public required SimulatedNetwork Network { get; init; }

    public required GenesisFile Genesis { get; init; }

    public required CliqueTieBreak TieBreak { get; init; }

    public required CliqueMetrics Metrics { get; init; }

    /// <summary>Signatures cost most of the time and are the same for all: the first node to see a block recovers its signer for the others.</summary>
    public LruCache<Hash256, Address> Recovered { get; } = new(4096);

    /// <summary>Told of every decision of every node.</summary>
    public required Action<SimulatedNode, Block, ImportResult, HeadChange?> OnImported { get; init; }

    public List<SimulatedNode> Nodes { get; } = [];

    /// <summary>The loops that were started: a fault in one of them is a fault of the program.</summary>
    public void Watch(Task loop) => _loops.Add(loop);

    /// <summary>The fault of a loop; null when all is well.</summary>
    public Exception? Fault => _loops.Find(loop => loop.IsFaulted)?.Exception?.GetBaseException();
}
