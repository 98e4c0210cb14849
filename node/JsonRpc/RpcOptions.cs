using PoaSidechain.JsonRpc.Server;

namespace PoaSidechain.JsonRpc;

/// <summary>Where JSON-RPC is offered and how much of it; the names follow geth's flags.</summary>
public sealed class RpcOptions
{
    /// <summary>The HTTP port; null for none.</summary>
    public HttpRpcOptions? Http { get; init; }

    /// <summary>The WebSocket port; null for none.</summary>
    public WebSocketRpcOptions? WebSocket { get; init; }

    /// <summary>The port with tokens; null for none.</summary>
    public AuthenticatedRpcOptions? Authenticated { get; init; }

    /// <summary>The Unix socket's file (<c>--ipcpath</c>); null for none.</summary>
    public string? IpcPath { get; init; }

    /// <summary>What a client may ask of the server at once.</summary>
    public RpcLimits Limits { get; init; } = new();
}
