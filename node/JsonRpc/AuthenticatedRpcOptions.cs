namespace PoaSidechain.JsonRpc;

/// <summary>The port for callers that prove to know a secret (<c>--authrpc.*</c>): HTTP and WebSocket, privileged methods included.</summary>
public sealed class AuthenticatedRpcOptions
{
    /// <summary>Interface to listen on (<c>--authrpc.addr</c>): an IP address or localhost.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port (<c>--authrpc.port</c>); 0 lets the system choose.</summary>
    public int Port { get; init; } = 8551;

    /// <summary>File with the shared secret, 32 bytes in hex (<c>--authrpc.jwtsecret</c>); made when it does not exist.</summary>
    public required string JwtSecretFile { get; init; }

    /// <summary>Host names under which requests are served (<c>--authrpc.vhosts</c>); IP addresses always are.</summary>
    public IReadOnlyList<string> VirtualHosts { get; init; } = ["localhost"];

    /// <summary>Namespaces offered; null for all.</summary>
    public IReadOnlyList<string>? Api { get; init; }
}
