using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Chain.Store;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;
using PoaSidechain.Storage;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>The real chain code over an in-memory store, under the rules of a fixture's network.</summary>
internal sealed class FixtureChain
{
    private static readonly StateOptions StateOptions = new()
    {
        HistoryBlocks = 1 << 14, FlatCacheMegabytes = 0, NodeCacheMegabytes = 0, CachedCodes = 64,
    };

    private readonly BlockImport _import;

    /// <summary>A chain that begins with a block.</summary>
    /// <param name="network">Its rules.</param>
    /// <param name="genesis">Block 0.</param>
    /// <param name="alloc">The accounts of its state, which must have its state root.</param>
    public FixtureChain(NetworkRules network, Block genesis, StateChanges alloc)
        : this(network, alloc, _ => genesis)
    {
    }

    /// <summary>A chain that begins with a genesis file.</summary>
    public FixtureChain(ForeignGenesis genesis)
        : this(genesis.Network, genesis.Changes(), root => genesis.CreateBlock(root))
    {
    }

    private FixtureChain(NetworkRules network, StateChanges alloc, Func<Primitives.Hash256, Block> makeGenesis)
    {
        Network = network;
        Database = new MemoryStore();
        States = StateStore.Open(Database, StateOptions);
        var root = States.WriteGenesis(alloc);
        var genesis = makeGenesis(root);
        if (root != genesis.Header.StateRoot)
        {
            throw new InvalidDataException($"The accounts of block 0 have the root {root}, its header says {genesis.Header.StateRoot}.");
        }

        ChainDatabase.Begin(Database, States, genesis, "{}"u8);
        Tree = ChainDatabase.Open(Database, States);
        Engine = new EthashEngine(network) { Tree = Tree };
        Pin = new CheckpointPin(Database);
        _import = new BlockImport(network.Spec, Engine, Tree, new ChainStore(Database), States, Pin, TimeProvider.System)
        {
            IgnoresClock = true,
        };
    }

    public NetworkRules Network { get; }

    public EthashEngine Engine { get; }

    public StateStore States { get; }

    public CheckpointPin Pin { get; }

    public IKeyValueStore Database { get; }

    public BlockTree Tree { get; }

    public StateView State => States.Head;

    /// <summary>Imports a block and says what is wrong with it. A block of a side branch, which the chain stores unseen, is executed too.</summary>
    public BlockVerdict Import(Block block)
    {
        var (result, _) = _import.Import(block, null, durable: false);
        return result.Outcome == ImportOutcome.SideBranch ? ExecuteBranch(block) : result.Verdict;
    }

    private BlockVerdict ExecuteBranch(Block block)
    {
        var branch = new Stack<Block>();
        var header = block.Header;
        for (; !Tree.IsCanonical(header); header = Tree.FindHeader(header.ParentHash)!)
        {
            branch.Push(Tree.FindBlock(header.Hash)!);
        }

        var state = header.Hash == Tree.Head.Hash ? States.Head : States.Rewind(header.Number, header.StateRoot);
        var processor = new BlockProcessor(Network.Spec, Engine);
        foreach (var next in branch)
        {
            var verdict = processor.Process(next, state, new AncestorHashes(Tree.FindHeader(next.Header.ParentHash)!, Tree), out var processed);
            if (!verdict.IsValid)
            {
                return verdict;
            }

            state = processed!.PostState;
        }

        return BlockVerdict.Valid;
    }
}
