namespace PoaSidechain.JsonRpc.Server.Http;

/// <summary>Which web pages may open a WebSocket (<c>--ws.origins</c>). Programs, which send no Origin, always may.</summary>
internal sealed class OriginRules
{
    private readonly bool _allowsAll;
    private readonly List<(string? Scheme, string Host, string? Port)> _rules;

    /// <summary>Rules are scheme://host:port with scheme and port optional, or an asterisk; without any, pages of this machine.</summary>
    public OriginRules(IReadOnlyCollection<string> origins)
    {
        _allowsAll = origins.Contains("*", StringComparer.Ordinal);
        _rules = [.. origins.Where(origin => origin.Length > 0).Select(Parse)];
        if (_rules.Count == 0)
        {
            _rules = [("http", "localhost", null)];
        }
    }

    /// <summary>True when a request with this Origin header, or without one, may go on.</summary>
    public bool Allows(string? origin)
    {
        if (_allowsAll || string.IsNullOrEmpty(origin))
        {
            return true;
        }

        var (scheme, host, port) = Parse(origin);
        return _rules.Any(rule =>
            (rule.Scheme is null || rule.Scheme == scheme) && rule.Host == host && (rule.Port is null || rule.Port == port));
    }

    private static (string? Scheme, string Host, string? Port) Parse(string origin)
    {
        var text = origin.ToLowerInvariant().TrimEnd('/');
        string? scheme = null;
        var separator = text.IndexOf("://", StringComparison.Ordinal);
        if (separator >= 0)
        {
            scheme = text[..separator];
            text = text[(separator + 3)..];
        }

        var colon = text.LastIndexOf(':');
        return colon > text.LastIndexOf(']') ? (scheme, text[..colon], text[(colon + 1)..]) : (scheme, text, null);
    }
}
