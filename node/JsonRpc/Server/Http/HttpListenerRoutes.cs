namespace PoaSidechain.JsonRpc.Server.Http;

/// <summary>What one port serves.</summary>
/// <param name="Http">POST requests, or null.</param>
/// <param name="HttpPath">Path prefix of those (<c>--http.rpcprefix</c>).</param>
/// <param name="WebSocket">WebSockets, or null.</param>
/// <param name="WebSocketPath">Path prefix of those (<c>--ws.rpcprefix</c>).</param>
internal sealed record HttpListenerRoutes(HttpRpcHandler? Http, string HttpPath, WebSocketRpcHandler? WebSocket, string WebSocketPath);
