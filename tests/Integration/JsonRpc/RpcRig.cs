using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Chain;
using PoaSidechain.Clique;
using PoaSidechain.Clique.Evidence;
using PoaSidechain.Clique.Liveness;
using PoaSidechain.JsonRpc;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.JsonRpc;

/// <summary>A real server on loopback ports and a Unix socket, over a whole chain in this process.</summary>
internal sealed class RpcRig : IAsyncDisposable
{
    private readonly TestMeters _meters;
    private readonly FutureBlocks _future;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("poa-rpc-");
    private readonly HttpClient _http = new();
    private readonly bool _ownsChain;

    private RpcRig(LocalChain chain, bool ownsChain, RpcModules modules, TestMeters meters, FutureBlocks future, RpcOptions options)
    {
        (_meters, _future, _ownsChain) = (meters, future, ownsChain);
        Chain = chain;
        Modules = modules;
        Server = new RpcServer(
            new RpcOptions
            {
                Http = new HttpRpcOptions { Port = 0, Api = ["eth", "net", "web3", "debug", "txpool", "admin", "clique"] },
                WebSocket = new WebSocketRpcOptions { Port = 0 },
                IpcPath = Path.Combine(_folder.FullName, "poa.ipc"),
                Limits = options.Limits,
            },
            modules.All,
            new RpcMetrics(_meters),
            TimeProvider.System,
            NullLoggerFactory.Instance);
    }

    public LocalChain Chain { get; }

    public RpcModules Modules { get; }

    public RpcServer Server { get; }

    public static Task<RpcRig> StartAsync(RpcLimits? limits = null, RpcMethodOptions? methods = null) =>
        StartAsync(new LocalChain(TestGenesis.Modern([TestKeys.A])), ownsChain: true, limits, methods);

    /// <summary>Serves a chain that stays the caller's.</summary>
    public static Task<RpcRig> ServeAsync(LocalChain chain) => StartAsync(chain, ownsChain: false, null, null);

    private static async Task<RpcRig> StartAsync(LocalChain chain, bool ownsChain, RpcLimits? limits, RpcMethodOptions? methods)
    {
        var meters = new TestMeters();
        var future = new FutureBlocks(chain.Clock);
        var modules = new RpcModules(
            new RpcServices
            {
                Spec = chain.Genesis.Spec,
                Tree = chain.Tree,
                States = chain.States,
                Engine = chain.Engine,
                Pool = chain.Pool,
                Builder = chain.Builder,
                Pin = chain.Pin,
                Proposals = chain.Proposals,
                SetHead = chain.Importer.SetHeadAsync,
                Liveness = new LivenessWatch(
                    chain.Engine, chain.Tree, chain.Pool, new ClockOffset(chain.Engine, chain.Tree, future, chain.Clock), new CliqueMetrics(meters), chain.Clock, NullLogger.Instance),
                Equivocations = new EquivocationStore(chain.Database),
                ClientVersion = "PoaSidechain/test",
                DataDirectory = "/nowhere",
                Time = TimeProvider.System,
                Methods = methods ?? new RpcMethodOptions(),
            },
            NullLoggerFactory.Instance);
        var rig = new RpcRig(chain, ownsChain, modules, meters, future, new RpcOptions { Limits = limits ?? new RpcLimits() });
        await rig.Server.StartAsync(CancellationToken.None);
        return rig;
    }

    /// <summary>Posts a body; the answer as it is.</summary>
    public Task<HttpResponseMessage> PostAsync(string body, CancellationToken cancellation) => _http.PostAsync(
        new Uri($"http://{Server.HttpEndPoint}/"), new StringContent(body, Encoding.UTF8, "application/json"), cancellation);

    /// <summary>Posts a request that HTTP accepts; the answer as JSON.</summary>
    public async Task<JsonElement> AskAsync(string body, CancellationToken cancellation)
    {
        using var response = await PostAsync(body, cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation)).RootElement;
    }

    /// <summary>Calls a method over HTTP.</summary>
    public Task<JsonElement> CallAsync(string method, string parameters, CancellationToken cancellation) => AskAsync(Request(method, parameters), cancellation);

    public static string Request(string method, string parameters, int id = 1) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""";

    /// <summary>A WebSocket to the server.</summary>
    public async Task<ClientWebSocket> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{Server.WebSocketEndPoint}/"), cancellation);
        return socket;
    }

    /// <summary>A connection to the Unix socket.</summary>
    public async Task<NetworkStream> ConnectIpcAsync(CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Server.IpcPath!), cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>All methods, privileged ones too.</summary>
    public RpcMethodRegistry Registry()
    {
        var registry = new RpcMethodRegistry();
        foreach (var module in Modules.All)
        {
            module.Register(registry);
        }

        return registry;
    }

    /// <summary>The names of all methods, privileged ones too.</summary>
    public IReadOnlyList<string> MethodNames() => [.. Registry().Methods.Keys.Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.StopAsync(CancellationToken.None);
        await Server.DisposeAsync();
        await Modules.DisposeAsync();
        if (_ownsChain)
        {
            await Chain.DisposeAsync();
        }

        _future.Dispose();
        _meters.Dispose();
        _folder.Delete(recursive: true);
    }
}
