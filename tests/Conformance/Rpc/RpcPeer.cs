using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Chain.Building;
using PoaSidechain.Chain.Pool;
using PoaSidechain.JsonRpc;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Tests.Conformance.Blocks;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Rpc;

/// <summary>The real dispatcher and modules over a chain, without a socket; with a pool of its own, so that a case sees no other's transactions.</summary>
internal sealed class RpcPeer : IAsyncDisposable
{
    private readonly TestMeters _meters = new();
    private readonly RpcModules? _modules;
    private readonly RpcDispatcher _dispatcher;
    private readonly Connection _connection;

    /// <summary>A node's methods over a chain.</summary>
    public RpcPeer(FixtureChain chain)
        : this(ModulesOver(chain))
    {
    }

    /// <summary>Methods of a test.</summary>
    public RpcPeer(IEnumerable<IRpcModule> modules)
    {
        var limits = new RpcLimits { CallTimeout = TimeSpan.FromMinutes(2) };
        var registry = new RpcMethodRegistry();
        foreach (var module in modules)
        {
            module.Register(registry);
        }

        _dispatcher = new RpcDispatcher(limits, new RpcMetrics(_meters), TimeProvider.System, NullLogger<RpcDispatcher>.Instance);
        _connection = new Connection
        {
            Methods = new RpcMethodTable(registry, namespaces: null, isPrivileged: true),
            Transport = "test",
            MaxResponseBytes = int.MaxValue,
        };
    }

    private RpcPeer(RpcModules modules)
        : this(modules.All) => _modules = modules;

    /// <summary>The answer to a message; null when none is due.</summary>
    public async Task<JsonElement?> AskAsync(string request)
    {
        using var answer = new RpcAnswer();
        _ = await _dispatcher.AnswerAsync(Encoding.UTF8.GetBytes(request), _connection, answer, CancellationToken.None);
        return answer.Json.Length == 0 ? null : JsonDocument.Parse(answer.Json.Written.ToArray()).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        _dispatcher.Dispose();
        if (_modules is not null)
        {
            await _modules.DisposeAsync();
        }

        _meters.Dispose();
    }

    private static RpcModules ModulesOver(FixtureChain chain)
    {
        var pool = new TransactionPool(chain.Network.Spec, new PoolOptions { AllowUnprotected = true }, new PoolJournal(chain.Database), chain.Tree.Current, TimeProvider.System);
        return new RpcModules(
            new RpcServices
            {
                Spec = chain.Network.Spec,
                Tree = chain.Tree,
                States = chain.States,
                Engine = chain.Engine,
                Pool = pool,
                Builder = new BlockBuilder(chain.Network.Spec, chain.Engine, chain.Tree, pool, new BuildOptions(), TimeProvider.System),
                Pin = chain.Pin,
                ClientVersion = "PoaSidechain/conformance",
                DataDirectory = "/nowhere",
                Time = TimeProvider.System,
            },
            NullLoggerFactory.Instance);
    }

    private sealed class Connection : RpcConnection
    {
        public override bool SupportsNotifications => false;

        public override void Send(PooledBuffer message) => message.Dispose();

        public override void Abort()
        {
        }
    }
}
