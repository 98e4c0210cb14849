using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Options;

namespace PoaSidechain.JsonRpc.Server.Http;

/// <summary>One TCP port with JSON-RPC over HTTP, over WebSocket, or both. Kestrel without the web framework around it: no containers, no middleware.</summary>
internal sealed class RpcHttpListener : IAsyncDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private readonly KestrelServer _server;
    private readonly HttpRpcHandler? _http;
    private readonly WebSocketRpcHandler? _webSocket;
    private readonly string _httpPath;
    private readonly string _webSocketPath;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Application _application;

    /// <summary>A port that is not open yet.</summary>
    public RpcHttpListener(IPEndPoint endPoint, HttpListenerRoutes routes, RpcServerContext context)
    {
        (_http, _httpPath, _webSocket, _webSocketPath) = (routes.Http, routes.HttpPath, routes.WebSocket, routes.WebSocketPath);
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = context.Limits.MaxRequestBytes;
        options.Limits.MaxConcurrentConnections = context.Limits.MaxConnections;
        options.Limits.MaxConcurrentUpgradedConnections = context.Limits.MaxConnections;
        options.Listen(endPoint);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), context.Loggers);
        _server = new KestrelServer(Options.Create(options), transport, context.Loggers);
        var webSockets = new WebSocketMiddleware(RouteAsync, Options.Create(new WebSocketOptions { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive }), context.Loggers);
        _application = new Application(_webSocket is null ? RouteAsync : webSockets.Invoke);
    }

    /// <summary>Where it listens, with the port that the system chose for port 0.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    /// <summary>Opens the port.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await _server.StartAsync(_application, cancellation);
        var address = new Uri(_server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        EndPoint = new IPEndPoint(IPAddress.Parse(address.Host.Trim('[', ']')), address.Port);
    }

    /// <summary>Closes the port; WebSockets are closed at once, requests under way get a moment.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _server.StopAsync(cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        _stopping.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task RouteAsync(HttpContext context)
    {
        if (_webSocket is not null && context.WebSockets.IsWebSocketRequest)
        {
            return Matches(context.Request.Path, _webSocketPath) ? _webSocket.HandleAsync(context, _stopping.Token) : NotFoundAsync(context);
        }

        return _http is not null && Matches(context.Request.Path, _httpPath) ? _http.HandleAsync(context) : NotFoundAsync(context);
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>Without a prefix the root alone, with one everything below it.</summary>
    private static bool Matches(PathString path, string prefix) =>
        prefix.Length == 0 ? path.Value is "/" or "" : path.Value!.StartsWith(prefix, StringComparison.Ordinal);

    private sealed class Application(RequestDelegate handler) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handler(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // Nothing of ours hangs on it; Kestrel logs what a handler threw.
        }
    }
}
