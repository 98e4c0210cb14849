namespace PoaSidechain.JsonRpc;

/// <summary>The HTTP port (<c>--http.*</c>).</summary>
public sealed class HttpRpcOptions
{
    /// <summary>Interface to listen on (<c>--http.addr</c>): an IP address or localhost. Loopback unless somebody says otherwise.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port (<c>--http.port</c>); 0 lets the system choose.</summary>
    public int Port { get; init; } = 8545;

    /// <summary>Namespaces offered (<c>--http.api</c>).</summary>
    public IReadOnlyList<string> Api { get; init; } = ["eth", "net", "web3"];

    /// <summary>Web origins whose pages may read answers (<c>--http.corsdomain</c>); none by default.</summary>
    public IReadOnlyList<string> CorsDomains { get; init; } = [];

    /// <summary>Host names under which requests are served (<c>--http.vhosts</c>); IP addresses always are.</summary>
    public IReadOnlyList<string> VirtualHosts { get; init; } = ["localhost"];

    /// <summary>Path prefix (<c>--http.rpcprefix</c>); empty for the root alone.</summary>
    public string PathPrefix { get; init; } = "";
}
