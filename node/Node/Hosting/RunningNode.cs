using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Building;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Clique;
using PoaSidechain.Clique.Evidence;
using PoaSidechain.Clique.Liveness;
using PoaSidechain.JsonRpc;
using PoaSidechain.Network;
using PoaSidechain.Node.Keys;
using PoaSidechain.Node.Options;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.Storage;

namespace PoaSidechain.Node.Hosting;

/// <summary>All rooms of a node, wired but not started.</summary>
internal sealed partial class RunningNode : IAsyncDisposable
{
    private RunningNode(NodeOptions options, OpenChain chain, TimeProvider time, ILoggerFactory loggers, IMeterFactory meters)
    {
        Options = options;
        Chain = chain;
        Proposals = new ProposalStore(chain.Database);
        ChainMetrics = new ChainMetrics(meters);
        ChainMetrics.Head(chain.Tree.Head);
        CliqueMetrics = new CliqueMetrics(meters);
        FutureBlocks = new FutureBlocks(time);
        Equivocations = new EquivocationStore(chain.Database);
        _ = new EquivocationWatch(chain.Engine, chain.Tree, Equivocations, CliqueMetrics, time, loggers.CreateLogger<EquivocationWatch>());
        var import = new BlockImport(chain.Spec, chain.Engine, chain.Tree, chain.Store, chain.States, chain.Pin, time);
        Importer = new BlockImporter(import, FutureBlocks, ChainMetrics, time, loggers.CreateLogger<BlockImporter>());
        Pool = new TransactionPool(chain.Spec, options.Pool, new PoolJournal(chain.Database), chain.Tree.Current, time);
        Builder = new BlockBuilder(chain.Spec, chain.Engine, chain.Tree, Pool, options.Build, time);
        var clock = new ClockOffset(chain.Engine, chain.Tree, FutureBlocks, time, options.ForkChoice.MaxClockDrift) { Own = options.Sealing?.Signer };
        Liveness = new LivenessWatch(chain.Engine, chain.Tree, Pool, clock, CliqueMetrics, time, loggers.CreateLogger<LivenessWatch>())
        {
            SkipsEmpty = options.Sealing?.Clique.SkipEmpty == true,
        };
        ChainMetrics.Watch(Importer, chain.Pin);
        CliqueMetrics.Watch(chain.Engine, chain.Tree, Proposals);
        chain.Database.Metrics = new StorageMetrics(meters, options.Data.Database);
        _ = new StateMetrics(meters, chain.States);
        _ = new PoolMetrics(meters, Pool);
        NodeKey = NodeKeyFile.LoadOrCreate(options.Data.NodeKey);
        Network = new NetworkService(
            options.Network,
            NodeKey,
            new NetworkChain(chain.Spec, chain.Tree, Importer, Pool)
            {
                Preparation = new BlockPreparation(chain.Spec, chain.Engine),
                States = chain.States,
                Join = options.SnapSync ? MakeJoin(time) : null,
            },
            new NetworkEnvironment(time, NewRandom(), loggers, meters));
        chain.Tree.HeadChanged += change => Pool.OnHeadChanged(change, chain.Tree.Current);
    }

    public NodeOptions Options { get; }

    public OpenChain Chain { get; }

    public ProposalStore Proposals { get; }

    public ChainMetrics ChainMetrics { get; }

    public CliqueMetrics CliqueMetrics { get; }

    public FutureBlocks FutureBlocks { get; }

    public EquivocationStore Equivocations { get; }

    public LivenessWatch Liveness { get; }

    public BlockImporter Importer { get; }

    public TransactionPool Pool { get; }

    public BlockBuilder Builder { get; }

    public PrivateKey NodeKey { get; }

    public NetworkService Network { get; }

    public RpcModules RpcModules { get; private set; } = null!;

    public RpcServer Rpc { get; private set; } = null!;

    /// <summary>Null for a node that does not seal.</summary>
    public SealingLoop? Sealing { get; private set; }

    /// <summary>The key that seals; null for a node that does not, or that asks another for seals.</summary>
    public SealingKey? SealingKey { get; private init; }

    /// <summary>True while the chain is far behind its peers.</summary>
    public bool IsSyncing => Network.SyncStatus is not null;

    /// <summary>Opens the data folder and wires everything.</summary>
    public static RunningNode Create(NodeOptions options, TimeProvider time, ILoggerFactory loggers, IMeterFactory meters)
    {
        // The key first: a wrong password must not be learnt after the ports are open.
        var sealingKey = options.Sealing is { } sealing ? SealingKey.Open(options.Data, sealing, time) : null;
        OpenChain? chain = null;
        try
        {
            chain = OpenChain.Open(options);
            return Wire(options, chain, sealingKey, new Surroundings(time, loggers, meters));
        }
        catch
        {
            sealingKey?.Dispose();
            chain?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Rpc.DisposeAsync();
        await RpcModules.DisposeAsync();
        await Network.DisposeAsync();
        FutureBlocks.Dispose();
        SealingKey?.Dispose();
        NodeKey.Dispose();
        Chain.Dispose();
    }

    private static Random NewRandom() => new(System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue));

    private sealed record Surroundings(TimeProvider Time, ILoggerFactory Loggers, IMeterFactory Meters);
}
