namespace PoaSidechain.JsonRpc;

/// <summary>The WebSocket port (<c>--ws.*</c>); may be the HTTP port.</summary>
public sealed class WebSocketRpcOptions
{
    /// <summary>Interface to listen on (<c>--ws.addr</c>): an IP address or localhost. Loopback unless somebody says otherwise.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port (<c>--ws.port</c>); 0 lets the system choose.</summary>
    public int Port { get; init; } = 8546;

    /// <summary>Namespaces offered (<c>--ws.api</c>).</summary>
    public IReadOnlyList<string> Api { get; init; } = ["eth", "net", "web3"];

    /// <summary>Web origins whose pages may connect (<c>--ws.origins</c>); this machine's alone by default.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Path prefix (<c>--ws.rpcprefix</c>); empty for the root alone.</summary>
    public string PathPrefix { get; init; } = "";
}
