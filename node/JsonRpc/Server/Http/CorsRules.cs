using Microsoft.AspNetCore.Http;

namespace PoaSidechain.JsonRpc.Server.Http;

/// <summary>Which web pages may read answers (<c>--http.corsdomain</c>, W3C CORS): names, names with one asterisk, or an asterisk alone.</summary>
internal sealed class CorsRules(IReadOnlyCollection<string> domains)
{
    private const string MaxAgeSeconds = "600";

    private readonly bool _allowsAll = domains.Contains("*", StringComparer.Ordinal);
    private readonly string[] _domains = [.. domains.Select(domain => domain.ToLowerInvariant())];

    /// <summary>Adds the headers that let a page read the answer.</summary>
    /// <returns>True when the request was a preflight and is answered with that.</returns>
    public bool Apply(HttpContext context)
    {
        if (_domains.Length == 0)
        {
            return false;
        }

        var request = context.Request;
        var headers = context.Response.Headers;
        var origin = request.Headers.Origin.ToString();
        var isPreflight = HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0;
        headers.Append("Vary", isPreflight ? "Origin, Access-Control-Request-Method, Access-Control-Request-Headers" : "Origin");
        if (origin.Length > 0 && Allows(origin))
        {
            headers.AccessControlAllowOrigin = _allowsAll ? "*" : origin;
            if (isPreflight)
            {
                headers.AccessControlAllowMethods = "POST, GET";
                headers.AccessControlAllowHeaders = request.Headers.AccessControlRequestHeaders;
                headers.AccessControlMaxAge = MaxAgeSeconds;
            }
        }

        if (isPreflight)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }

        return isPreflight;
    }

    private bool Allows(string origin) => _allowsAll || _domains.Any(domain => Matches(domain, origin.ToLowerInvariant()));

    private static bool Matches(string domain, string origin)
    {
        var star = domain.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? domain == origin
            : origin.Length >= domain.Length - 1
                && origin.StartsWith(domain[..star], StringComparison.Ordinal)
                && origin.EndsWith(domain[(star + 1)..], StringComparison.Ordinal);
    }
}
