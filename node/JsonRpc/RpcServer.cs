using System.Net;
using Microsoft.Extensions.Logging;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.JsonRpc.Server.Http;
using PoaSidechain.JsonRpc.Server.Ipc;

namespace PoaSidechain.JsonRpc;

/// <summary>JSON-RPC 2.0 over HTTP, WebSocket, an authenticated port and a Unix socket: one dispatcher behind all of them.</summary>
/// <remarks>Start once, stop once. Thread: any.</remarks>
public sealed partial class RpcServer : IAsyncDisposable
{
    private readonly RpcOptions _options;
    private readonly RpcServerContext _context;
    private readonly RpcDispatcher _dispatcher;
    private readonly RpcMethodRegistry _registry = new();
    private readonly List<RpcHttpListener> _listeners = [];
    private readonly ILogger _logger;
    private IpcListener? _ipc;

    /// <summary>Gathers the modules' methods; nothing is open yet.</summary>
    public RpcServer(RpcOptions options, IEnumerable<IRpcModule> modules, RpcMetrics metrics, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _context = new RpcServerContext(options.Limits, metrics, time, loggers);
        _dispatcher = new RpcDispatcher(options.Limits, metrics, time, loggers.CreateLogger<RpcDispatcher>());
        _logger = loggers.CreateLogger<RpcServer>();
        foreach (var module in modules)
        {
            module.Register(_registry);
        }
    }

    /// <summary>Where HTTP is served, once started; null when it is not.</summary>
    public IPEndPoint? HttpEndPoint { get; private set; }

    /// <summary>Where WebSockets are served, once started; null when they are not.</summary>
    public IPEndPoint? WebSocketEndPoint { get; private set; }

    /// <summary>Where calls with a token are served, once started; null when they are not.</summary>
    public IPEndPoint? AuthenticatedEndPoint { get; private set; }

    /// <summary>The Unix socket's file, once started; null when there is none.</summary>
    public string? IpcPath => _ipc?.Path;

    /// <summary>Opens everything that the options ask for.</summary>
    /// <exception cref="IOException">A port or the socket's file is in use.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await StartOpenAsync(cancellation);
        if (_options.Authenticated is { } authenticated)
        {
            AuthenticatedEndPoint = await StartAsync(authenticated.Host, authenticated.Port, AuthenticatedRoutes(authenticated), cancellation);
            Log.Started(_logger, "authenticated", AuthenticatedEndPoint.ToString());
        }

        if (_options.IpcPath is { } path)
        {
            var ipc = new IpcListener(path, _dispatcher, new RpcMethodTable(_registry, namespaces: null, isPrivileged: true), _context);
            ipc.Start();
            _ipc = ipc;
            Log.Started(_logger, "ipc", path);
        }
    }

    /// <summary>Closes everything; what is being answered gets a moment.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        foreach (var listener in _listeners)
        {
            await listener.StopAsync(cancellation);
        }

        if (_ipc is { } ipc)
        {
            await ipc.StopAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
        {
            await listener.DisposeAsync();
        }

        if (_ipc is { } ipc)
        {
            await ipc.DisposeAsync();
        }

        _dispatcher.Dispose();
    }

    private async Task StartOpenAsync(CancellationToken cancellation)
    {
        var http = _options.Http;
        var webSocket = _options.WebSocket;
        var isShared = http is not null && webSocket is not null && http.Port != 0 && http.Port == webSocket.Port && http.Host == webSocket.Host;
        if (http is not null)
        {
            var routes = new HttpListenerRoutes(
                HttpHandler(http), http.PathPrefix, isShared ? WebSocketHandler(webSocket!) : null, isShared ? webSocket!.PathPrefix : "");
            HttpEndPoint = await StartAsync(http.Host, http.Port, routes, cancellation);
            Log.Started(_logger, "http", HttpEndPoint.ToString());
        }

        if (webSocket is not null)
        {
            WebSocketEndPoint = isShared
                ? HttpEndPoint
                : await StartAsync(
                    webSocket.Host, webSocket.Port, new HttpListenerRoutes(null, "", WebSocketHandler(webSocket), webSocket.PathPrefix), cancellation);
            Log.Started(_logger, "ws", WebSocketEndPoint!.ToString());
        }
    }

    private async Task<IPEndPoint> StartAsync(string host, int port, HttpListenerRoutes routes, CancellationToken cancellation)
    {
        var listener = new RpcHttpListener(new IPEndPoint(AddressOf(host), port), routes, _context);
        _listeners.Add(listener);
        await listener.StartAsync(cancellation);
        return listener.EndPoint;
    }

    private HttpRpcHandler HttpHandler(HttpRpcOptions options) => new(
        _dispatcher,
        HttpConnectionTo(new RpcMethodTable(_registry, options.Api, isPrivileged: false)),
        new HttpAccess(new VirtualHosts(options.VirtualHosts), new CorsRules(options.CorsDomains), Jwt: null),
        _context.Limits);

    private WebSocketRpcHandler WebSocketHandler(WebSocketRpcOptions options) => new(
        _dispatcher, new RpcMethodTable(_registry, options.Api, isPrivileged: false), new OriginRules(options.Origins), jwt: null, _context);

    private HttpListenerRoutes AuthenticatedRoutes(AuthenticatedRpcOptions options)
    {
        var jwt = new JwtVerifier(JwtSecret.LoadOrCreate(options.JwtSecretFile), _context.Time);
        var methods = new RpcMethodTable(_registry, options.Api, isPrivileged: true);
        var access = new HttpAccess(new VirtualHosts(options.VirtualHosts), new CorsRules([]), jwt);
        return new HttpListenerRoutes(
            new HttpRpcHandler(_dispatcher, HttpConnectionTo(methods), access, _context.Limits),
            "",
            new WebSocketRpcHandler(_dispatcher, methods, new OriginRules([]), jwt, _context),
            "");
    }

    private HttpConnection HttpConnectionTo(RpcMethodTable methods) =>
        new() { Methods = methods, Transport = "http", MaxResponseBytes = _context.Limits.MaxResponseBytes };

    private static IPAddress AddressOf(string host) =>
        host == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(host, out var address) ? address
        : throw new ArgumentException($"'{host}' is no IP address to listen on.", nameof(host));

    private static partial class Log
    {
        [LoggerMessage(7030, LogLevel.Information, "JSON-RPC server started transport={Transport} endpoint={EndPoint}")]
        public static partial void Started(ILogger logger, string transport, string endPoint);
    }
}
