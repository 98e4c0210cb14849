using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PoaSidechain.JsonRpc.Server.Http;

/// <summary>JSON-RPC over WebSocket: checks who asks, then serves the connection until it ends.</summary>
internal sealed class WebSocketRpcHandler(
    RpcDispatcher dispatcher, RpcMethodTable methods, OriginRules origins, JwtVerifier? jwt, RpcServerContext server)
{
    /// <summary>Answers an upgrade request.</summary>
    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        if (jwt?.Check(context.Request.Headers.Authorization) is { } fault)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await context.Response.WriteAsync(fault + "\n", stopping);
            return;
        }

        if (!origins.Allows(context.Request.Headers.Origin))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (await AcceptAsync(context) is not { } accepted)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var socket = accepted;
        await using var stream = new WebSocketMessageStream(socket, server.Limits.MaxRequestBytes);
        using var connection = new DuplexConnection(stream, dispatcher, server.Limits, server.Loggers.CreateLogger<DuplexConnection>())
        {
            Methods = methods,
            Transport = "ws",
            MaxResponseBytes = server.Limits.MaxResponseBytes,
        };
        server.Metrics.Connected("ws", 1);
        try
        {
            await connection.RunAsync(stopping);
        }
        finally
        {
            server.Metrics.Connected("ws", -1);
        }
    }

    /// <summary>The socket; null when there are as many as there may be.</summary>
    private static async Task<WebSocket?> AcceptAsync(HttpContext context)
    {
        try
        {
            return await context.WebSockets.AcceptWebSocketAsync();
        }
        catch (InvalidOperationException) when (!context.Response.HasStarted)
        {
            return null; // the server's word for its limit of upgraded connections
        }
    }
}
