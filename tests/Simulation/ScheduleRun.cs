using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Simulation.Checkpoints;
using PoaSidechain.Tests.Simulation.Faults;
using PoaSidechain.Tests.Simulation.Nodes;
using PoaSidechain.Tests.Simulation.Reporting;
using PoaSidechain.Tests.Simulation.World;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Simulation;

/// <summary>One schedule: faults for a while, then quiet; and the properties that must have held.</summary>
internal sealed class ScheduleRun
{
    private const int ChaosBlocks = 18;

    private readonly SchedulePlan _plan;
    private readonly Action<string>? _trace;
    private readonly VirtualWorld _world = new();
    private readonly NodeSurroundings _around;
    private readonly FaultDriver _faults;
    private readonly ProgressCheck _progress;
    private readonly List<CheckpointRole> _checkpointers = [];
    private readonly Conspiracy _conspiracy = new();
    private readonly Dictionary<Address, SimulatedNode> _bySigner = [];
    private readonly Dictionary<int, ByzantineSigner> _byzantine = [];
    private readonly SimulatedL1 _l1;

    public ScheduleRun(SchedulePlan plan, CliqueTieBreak tieBreak, CliqueMetrics metrics, Action<string>? trace)
    {
        _plan = plan;
        _trace = trace;
        var random = new Random(~plan.Seed);
        var genesis = TestGenesis.London(plan.Parts.Select(part => part.Key), plan.Period, funded: []);
        _around = new NodeSurroundings
        {
            World = _world,
            Network = new SimulatedNetwork(_world, plan.Parts.Count, plan.MessageDelay, plan.SlowShare, random),
            Genesis = genesis,
            TieBreak = tieBreak,
            Metrics = metrics,
            OnImported = OnImported,
        };
        _progress = new ProgressCheck(_world, _around, plan, Result);
        _faults = new FaultDriver(_world, _around, plan, random, _progress.OnTopologyChanges, Trace);
        var set = new SignerSet(plan.Parts.Select(part => part.Key.Address));
        var identity = new BridgeIdentity(genesis.Spec.ChainId, GenesisBlock.Create(genesis).Hash, 1UL, Address.FromNumber(1), Address.FromNumber(2));
        _l1 = new SimulatedL1(identity, set);
        _world.After(TimeSpan.Zero, () => Begin(random, set, identity));
    }

    public RunResult Result { get; } = new();

    public RunResult Run()
    {
        var chaos = _plan.SlowestBlock * ChaosBlocks;
        var calm = _plan.SlowestBlock * ((_plan.Parts.Count / 2.0) + 8);
        _world.RunUntil(chaos);
        _world.After(TimeSpan.Zero, _faults.MakeWhole);
        _world.RunUntil(chaos + calm);
        _progress.AtEnd();
        CheckAtEnd();
        foreach (var node in _around.Nodes)
        {
            node.Dispose();
        }

        return Result;
    }

    private void Begin(Random random, SignerSet set, BridgeIdentity identity)
    {
        for (var i = 0; i < _plan.Parts.Count; i++)
        {
            var node = new SimulatedNode(i, _plan.Parts[i], _around, random.Next());
            _around.Nodes.Add(node);
            _bySigner.Add(node.Signer, node);
            _checkpointers.Add(new CheckpointRole(node, _l1, set, identity, PostAttestation));
            if (!node.Part.IsHonest)
            {
                var byzantine = new ByzantineSigner(node, _conspiracy, _around, _plan.Period, new Random(random.Next()));
                _byzantine.Add(i, byzantine);
                byzantine.OnHead(node.Tree.Head);
            }
        }

        _around.Network.Connected += (from, to) => _around.Nodes[from].Greet(_around.Nodes[to]);
        _faults.Start();
        TickCheckpointers();
    }

    private void TickCheckpointers()
    {
        foreach (var checkpointer in _checkpointers)
        {
            checkpointer.Tick(_world.Now);
        }

        _world.After(TimeSpan.FromSeconds(2 * _plan.Period), TickCheckpointers);
    }

    private void PostAttestation(CheckpointRole by, Checkpoint checkpoint, Hash256 digest)
    {
        var signer = by.Node.Signer;
        by.OnAttestation(checkpoint, digest, signer);
        foreach (var other in _checkpointers.Where(other => other != by))
        {
            _around.Network.Send(by.Node.Index, other.Node.Index, () => other.OnAttestation(checkpoint, digest, signer));
        }
    }

    private void OnImported(SimulatedNode node, Block block, ImportResult result, HeadChange? change)
    {
        if (node.Part.IsHonest)
        {
            Judge(node, block, result);
        }

        if (change is null)
        {
            return;
        }

        Trace($"node {node.Index}: head {block.Number} {block.Hash.ToString()[..10]} by {SealerOf(node, block)?.Index} difficulty {block.Header.Difficulty}{(change.Removed.Count > 0 ? $", {change.Removed.Count} removed" : "")}");
        if (node.Part.IsHonest)
        {
            Result.Reorganisations += change.Removed.Count > 0 ? 1 : 0;
            Result.DeepestReorganisation = Math.Max(Result.DeepestReorganisation, change.Removed.Count);
        }

        if (_byzantine.TryGetValue(node.Index, out var byzantine))
        {
            byzantine.OnHead(block.Header);
        }
    }

    private void Judge(SimulatedNode node, Block block, ImportResult result)
    {
        var isIllegal = _conspiracy.Illegal.Contains(block.Hash);
        if (result.Outcome != ImportOutcome.Refused)
        {
            Result.Imports++;
            if (isIllegal)
            {
                Result.Violate(Property.NoIllegalBlockIsTaken, $"node {node.Index} took block {block.Number} {block.Hash}");
            }
        }
        else if (isIllegal)
        {
            Result.IllegalRefused++;
        }
        else if (!result.Verdict.Error.IsTransient() && SealerOf(node, block) is { Part.IsHonest: true } sealer)
        {
            Result.Violate(Property.NoHonestBlockIsRefused, $"node {node.Index} refused block {block.Number} of node {sealer.Index}: {result.Verdict}");
        }
    }

    private SimulatedNode? SealerOf(SimulatedNode node, Block block) =>
        node.Engine.TryGetSigner(block.Header, out var signer) ? _bySigner.GetValueOrDefault(signer) : null;

    private void CheckAtEnd()
    {
        if (_around.Fault is { } fault)
        {
            Result.Violate(Property.NothingFails, fault.ToString());
        }

        foreach (var node in _around.Nodes.Where(node => node.Part.IsHonest))
        {
            CheckPins(node);
            foreach (var evidence in node.Equivocations.All)
            {
                Result.Evidence++;
                if (evidence.Kind == Clique.Evidence.EquivocationKind.SameParent && _bySigner[evidence.Signer].Part.IsHonest)
                {
                    Result.Violate(Property.NoHonestSignerEquivocates, $"node {_bySigner[evidence.Signer].Index} sealed block {evidence.Number} twice on one parent");
                }
            }
        }

        Result.Checkpoints = _l1.Accepted.Count;
        Result.Blocks = (long)_around.Nodes.Max(node => node.Tree.Head.Number);
        Result.Digest = _around.Nodes.Aggregate(0L, (sum, node) => (sum * 31) + BitConverter.ToInt64(node.Tree.Head.Hash.Bytes));
        if (_l1.Conflict is { } conflict)
        {
            Result.Violate(Property.PinnedHeadsAgree, $"two quorums: {conflict}");
        }
    }

    /// <summary>What L1 accepted is a chain, and an honest node that pinned a part of it has all of that part.</summary>
    private void CheckPins(SimulatedNode node)
    {
        for (var i = 0; i < _l1.Accepted.Count && (ulong)i < (node.Pin.Final?.Index ?? 0); i++)
        {
            var checkpoint = _l1.Accepted[i].Checkpoint;
            if (node.Tree.FindHash(checkpoint.LastBlock) != checkpoint.LastBlockHash)
            {
                Result.Violate(
                    Property.PinnedHeadsAgree, $"node {node.Index} has {node.Tree.FindHash(checkpoint.LastBlock)} at height {checkpoint.LastBlock}, L1 has {checkpoint.LastBlockHash}");
            }
        }
    }

    private void Trace(string text) => _trace?.Invoke($"{_world.Now.TotalSeconds,9:F3} {text}");
}
