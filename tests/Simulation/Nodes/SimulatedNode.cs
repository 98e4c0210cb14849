using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Building;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Chain.Store;
using PoaSidechain.Clique;
using PoaSidechain.Clique.Evidence;
using PoaSidechain.Clique.Signing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;
using PoaSidechain.Storage;
using PoaSidechain.Tests.Simulation.World;
using PoaSidechain.Tests.TestKit.Chains;

namespace PoaSidechain.Tests.Simulation.Nodes;

/// <summary>One signer's machine: the real engine, tree, import, builder, journal and sealing loop over stores that outlive a crash.</summary>
internal sealed class SimulatedNode : IDisposable
{
    private const int LongestBranchSent = 512;

    private readonly NodeSurroundings _around;
    private readonly IKeyValueStore _database = new MemoryStore();
    private readonly IKeyValueStore _journal = new MemoryStore();
    private readonly Random _random;
    private readonly HashSet<Hash256> _taken = [];
    private CancellationTokenSource _stopping = new();
    private FutureBlocks? _futureBlocks;

    public SimulatedNode(int index, SignerPart part, NodeSurroundings around, int seed)
    {
        Index = index;
        Part = part;
        _around = around;
        _random = new Random(seed);
        Clock = new VirtualClock(around.World, part.ClockError);
        Start();
    }

    public int Index { get; }

    public SignerPart Part { get; }

    public VirtualClock Clock { get; }

    public Address Signer => Part.Key.Address;

    public bool IsUp { get; private set; }

    /// <summary>The part of signing after which the machine dies; counted down by the schedule.</summary>
    public bool DiesAfterNextSeal { get; set; }

    public CliqueEngine Engine { get; private set; } = null!;

    public BlockTree Tree { get; private set; } = null!;

    public CheckpointPin Pin { get; private set; } = null!;

    public EquivocationStore Equivocations { get; private set; } = null!;

    public SimulatedImporter Importer { get; private set; } = null!;

    public SealingLoop? Sealing { get; private set; }

    /// <summary>Starts the machine over what its disks hold.</summary>
    public void Start()
    {
        var genesis = _around.Genesis;
        var states = StateStore.Open(_database, new StateOptions { HistoryBlocks = 1024, FlatCacheMegabytes = 0, NodeCacheMegabytes = 0, CachedCodes = 1 });
        if (!states.IsInitialised)
        {
            ChainDatabase.Initialise(_database, states, genesis, "{}"u8);
        }

        _stopping = new CancellationTokenSource();
        Tree = ChainDatabase.Open(_database, states);
        Engine = new CliqueEngine(genesis.Spec, new SnapshotStore(_database), _around.TieBreak, _around.Recovered);
        Pin = new CheckpointPin(_database);
        Equivocations = new EquivocationStore(_database);
        _ = new EquivocationWatch(Engine, Tree, Equivocations, _around.Metrics, Clock, NullLogger.Instance);
        _futureBlocks = new FutureBlocks(Clock);
        _futureBlocks.Ready += block => Receive(block, null);
        Importer = new SimulatedImporter(new BlockImport(genesis.Spec, Engine, Tree, new ChainStore(_database), states, Pin, Clock));
        Importer.Imported += OnImported;
        IsUp = true;
        if (Part.Behaviour == Behaviour.Honest)
        {
            StartSealing();
        }
    }

    /// <summary>Kills the machine: memory is gone, the disks stay.</summary>
    public void Crash()
    {
        IsUp = false;
        _stopping.Cancel();
        _futureBlocks!.Dispose();
        _around.Network.SetUp(Index, false);
    }

    /// <summary>Brings it up again.</summary>
    public void Restart()
    {
        Start();
        _around.Network.SetUp(Index, true);
    }

    /// <summary>Takes a block from a peer, or one whose time has come.</summary>
    public void Receive(Block block, SimulatedNode? from)
    {
        if (!IsUp || _taken.Contains(block.Hash))
        {
            return;
        }

        var result = Importer.Import(block, null);
        if (result.Verdict.Error == BlockError.FutureBlock)
        {
            _futureBlocks!.Keep(block);
        }
        else if (result.Verdict.Error == BlockError.UnknownParent && from is not null)
        {
            _around.Network.Send(Index, from.Index, () => from.SendBranch(block, this));
        }
    }

    /// <summary>Tells a peer of the head, as the status message does when two meet.</summary>
    public void Greet(SimulatedNode peer)
    {
        if (Tree.Head.Number > 0 && Tree.FindBlock(Tree.Head.Hash) is { } head)
        {
            Send(head, peer);
        }
    }

    /// <summary>Tells everybody.</summary>
    public void Broadcast(Block block)
    {
        foreach (var peer in _around.Nodes)
        {
            if (peer != this)
            {
                Send(block, peer);
            }
        }
    }

    public void Send(Block block, SimulatedNode peer) => _around.Network.Send(Index, peer.Index, () => peer.Receive(block, this));

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _futureBlocks?.Dispose();
        _database.Dispose();
        _journal.Dispose();
    }

    private void StartSealing()
    {
        var pool = new InMemoryTransactionPool();
        var builder = new BlockBuilder(_around.Genesis.Spec, Engine, Tree, pool, new BuildOptions { GasLimit = _around.Genesis.GasLimit }, Clock);
        var preparation = new SealPreparation(Engine, new ProposalStore(_database), builder, [(byte)Index], _random);
        var signer = new CrashingSigner(new GuardedSealSigner(new LocalSealSigner(Part.Key), new SealJournal(_journal)), DiesNow);
        var environment = new SealingEnvironment(Clock, _random, static () => null, _around.Metrics, NullLogger.Instance);
        Sealing = new SealingLoop(Engine, preparation, Tree, Importer, pool, signer, new CliqueOptions(), environment);
        _around.Watch(Sealing.RunAsync(_stopping.Token));
    }

    private bool DiesNow()
    {
        if (!DiesAfterNextSeal)
        {
            return false;
        }

        DiesAfterNextSeal = false;
        Crash();
        return true;
    }

    private void SendBranch(Block tip, SimulatedNode peer)
    {
        var branch = new Stack<Block>();
        var current = tip;
        while (branch.Count < LongestBranchSent && current.Number > 0 && peer.Tree.FindHeader(current.Header.ParentHash) is null
            && Tree.FindBlock(current.Header.ParentHash) is { } parent)
        {
            branch.Push(parent);
            current = parent;
        }

        _around.Network.Send(Index, peer.Index, () =>
        {
            while (branch.TryPop(out var block))
            {
                peer.Receive(block, null);
            }

            peer.Receive(tip, null);
        });
    }

    private void OnImported(Block block, ImportResult result, HeadChange? change)
    {
        if (result.Outcome != ImportOutcome.Refused)
        {
            _taken.Add(block.Hash);
        }

        _around.OnImported(this, block, result, change);
        if (change is not null)
        {
            Broadcast(block);
        }
    }
}
