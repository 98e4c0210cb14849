using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace PoaSidechain.Network.Peers;

/// <summary>A node's address: <c>enode://id@host:port?discport=port</c>.</summary>
/// <param name="Id">The node's key.</param>
/// <param name="Host">IP address or host name; names are resolved when dialled.</param>
/// <param name="Port">TCP port; 0 for a node that does not listen.</param>
/// <param name="DiscoveryPort">UDP port of discovery; the TCP port unless the URL says otherwise.</param>
public sealed record Enode(NodeId Id, string Host, int Port, int DiscoveryPort)
{
    private const string Scheme = "enode://";
    private const string DiscoveryPortKey = "discport=";

    /// <summary>A node whose discovery port is its TCP port.</summary>
    public Enode(NodeId id, IPEndPoint endpoint)
        : this(id, endpoint.Address.ToString(), endpoint.Port, endpoint.Port)
    {
    }

    /// <summary>Reads an enode URL; throws <see cref="FormatException"/> that says what is wrong with it.</summary>
    public static Enode Parse(string url) =>
        TryParse(url, out var enode, out var error) ? enode : throw new FormatException($"'{url}' is no enode URL: {error}.");

    /// <summary>Reads an enode URL.</summary>
    public static bool TryParse(string url, [NotNullWhen(true)] out Enode? enode, out string error)
    {
        enode = null;
        error = string.Empty;
        if (!url.StartsWith(Scheme, StringComparison.Ordinal))
        {
            error = "it does not start with enode://";
            return false;
        }

        var at = url.IndexOf('@', StringComparison.Ordinal);
        if (at < 0 || !TryParseId(url.AsSpan(Scheme.Length, at - Scheme.Length), out var id))
        {
            error = "the id before @ is not the 128 hex digits of a secp256k1 public key";
            return false;
        }

        var (address, query) = SplitQuery(url[(at + 1)..]);
        if (!TryParseAddress(address, out var host, out var port))
        {
            error = "what follows @ is not host:port";
            return false;
        }

        if (!TryParseDiscoveryPort(query, port, out var discoveryPort))
        {
            error = "what follows ? is not discport=port";
            return false;
        }

        enode = new Enode(id, host, port, discoveryPort);
        return true;
    }

    /// <summary>The URL.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        var query = DiscoveryPort == Port ? string.Empty : $"?{DiscoveryPortKey}{DiscoveryPort}";
        return $"{Scheme}{Id}@{host}:{Port}{query}";
    }

    private static bool TryParseId(ReadOnlySpan<char> hex, out NodeId id)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Size];
        id = default;
        if (hex.Length != 2 * NodeId.Size || Convert.FromHexString(hex, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        id = NodeId.FromPublicKey(bytes);
        return id.IsValid;
    }

    private static (string Address, string? Query) SplitQuery(string rest)
    {
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (rest, null) : (rest[..question], rest[(question + 1)..]);
    }

    private static bool TryParseAddress(string address, out string host, out int port)
    {
        var colon = address.LastIndexOf(':');
        host = colon < 0 ? string.Empty : address[..colon];
        port = 0;
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            host = host[1..^1];
            return IPAddress.TryParse(host, out _) && TryParsePort(address.AsSpan(colon + 1), out port);
        }

        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 && TryParsePort(address.AsSpan(colon + 1), out port);
    }

    private static bool TryParseDiscoveryPort(string? query, int port, out int discoveryPort)
    {
        discoveryPort = port;
        return query is null
            || (query.StartsWith(DiscoveryPortKey, StringComparison.Ordinal) && TryParsePort(query.AsSpan(DiscoveryPortKey.Length), out discoveryPort));
    }

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue;
}
