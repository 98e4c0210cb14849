using Microsoft.Extensions.Logging;
using PoaSidechain.Clique;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.JsonRpc.Filters;
using PoaSidechain.JsonRpc.GasPrice;
using PoaSidechain.JsonRpc.Modules;
using PoaSidechain.JsonRpc.Simulation;
using PoaSidechain.JsonRpc.Tracing;

namespace PoaSidechain.JsonRpc;

/// <summary>All modules of a node over its parts.</summary>
/// <remarks>Owns the loop that feeds filters and subscriptions; dispose after the server has stopped.</remarks>
public sealed class RpcModules : IAsyncDisposable
{
    private readonly ChainEvents _events;

    /// <summary>Puts the modules together and begins to follow the chain.</summary>
    public RpcModules(RpcServices services, ILoggerFactory loggers)
    {
        var pending = new PendingBlocks(services.Tree, services.Builder, services.Engine, services.Signer, services.Time);
        var chain = new ChainReader(services.Tree, services.States, services.Pin, pending);
        var calls = new CallRunner(chain, services.Spec, services.Engine, services.Methods, services.Time);
        var feeds = new SubscriptionFeeds(services.Tree, () => services.Network?.SyncStatus);
        var filters = new PollFilterStore(services.Tree, services.Methods, services.Time);
        List<IRpcModule> modules =
        [
            new EthChainModule(services),
            new EthBlockModule(chain, services.Engine.ChoosesByTotalDifficulty),
            new EthTransactionModule(chain, services.Pool),
            new EthSendModule(services.Tree, services.Pool, services.Methods, services.Time),
            new EthStateModule(chain, services.Pool),
            new EthCallModule(calls, new Simulator(calls, services.Engine)),
            new EthFeeModule(
                services,
                new GasPriceOracle(services.Tree, services.Engine, services.Methods),
                new FeeHistoryReader(chain, services.Spec, services.Methods)),
            new EthFilterModule(new LogSearch(chain, services.Methods), filters, feeds, services.Methods),
            new NetModule(services),
            new Web3Module(services),
            new TxPoolModule(services.Pool),
            new AdminModule(services),
            new CheckpointModule(services.Tree, services.Pin, () => services.Network?.SyncStatus),
            new DebugModule(chain, services),
            new DebugTraceModule(chain, new TraceRunner(calls, services.Engine, services.Methods, services.Time)),
        ];
        if (services is { Engine: CliqueEngine clique, Proposals: { } proposals })
        {
            modules.Add(new CliqueModule(chain, clique, proposals, loggers.CreateLogger<CliqueModule>()));
            if (services is { Liveness: { } liveness, Equivocations: { } equivocations })
            {
                modules.Add(new CliqueHealthModule(chain, clique, liveness, equivocations, services.SealingStatus));
            }
        }

        All = modules;
        _events = new ChainEvents(services.Tree, services.Pool, [feeds, filters], loggers.CreateLogger<ChainEvents>());
    }

    /// <summary>The modules, for <see cref="RpcServer"/>.</summary>
    public IReadOnlyList<IRpcModule> All { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _events.DisposeAsync();
}
