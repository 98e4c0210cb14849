using System.Net.Http.Headers;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>JSON-RPC by POST.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class HttpRpcTransport : IRpcTransport
{
    private const int MaxAnswer = 64 * 1024 * 1024;

    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly JwtToken? _token;

    public HttpRpcTransport(Uri address, JwtToken? token)
    {
        _address = address;
        _token = token;
        Name = $"{address.Scheme}://{address.Authority}"; // paths and queries often hold an access key
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswer };
    }

    public string Name { get; }

    public async Task<byte[]> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        if (_token is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token.Create());
        }

        using var response = await _client.SendAsync(message, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    public void Dispose() => _client.Dispose();
}
