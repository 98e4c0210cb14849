using System.Net;

namespace PoaSidechain.JsonRpc.Server.Http;

/// <summary>Which Host headers are served (<c>--http.vhosts</c>): keeps web pages from reaching a local node under a name of their own (DNS rebinding).</summary>
internal sealed class VirtualHosts(IReadOnlyCollection<string> hosts)
{
    private readonly bool _allowsAll = hosts.Contains("*", StringComparer.Ordinal);
    private readonly HashSet<string> _hosts = new(hosts, StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a listed name, for any IP address, and where there is no Host header.</summary>
    public bool Allows(string? host)
    {
        if (_allowsAll || string.IsNullOrEmpty(host))
        {
            return true;
        }

        var name = WithoutPort(host);
        return IPAddress.TryParse(name, out _) || _hosts.Contains(name);
    }

    private static string WithoutPort(string host)
    {
        if (host.StartsWith('['))
        {
            var end = host.IndexOf(']', StringComparison.Ordinal);
            return end < 0 ? host : host[1..end];
        }

        var colon = host.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? host : host[..colon];
    }
}
