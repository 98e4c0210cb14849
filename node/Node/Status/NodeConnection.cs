using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace PoaSidechain.Node.Status;

/// <summary>Asks a running node over its socket or over HTTP.</summary>
/// <remarks>Thread: one question at a time.</remarks>
internal sealed class NodeConnection : IDisposable
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(10);

    private readonly string _endpoint;
    private readonly TimeSpan _patience;
    private readonly HttpClient? _http;

    /// <summary>A connection to a socket's path, or to an http(s) URL.</summary>
    /// <param name="endpoint">Path or URL.</param>
    /// <param name="patience">How long an answer may take; ten seconds if not said.</param>
    public NodeConnection(string endpoint, TimeSpan? patience = null)
    {
        _endpoint = endpoint;
        _patience = patience ?? UsualPatience;
        if (Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            _http = new HttpClient { Timeout = _patience };
        }
    }

    /// <summary>The results of several calls at once, in their order; null for one that failed.</summary>
    /// <exception cref="IOException">The node cannot be reached.</exception>
    public async Task<IReadOnlyList<JsonElement?>> AskAsync(IReadOnlyList<(string Method, object[] Parameters)> calls, CancellationToken cancellation)
    {
        var batch = calls.Select((call, id) => new { jsonrpc = "2.0", id, method = call.Method, @params = call.Parameters }).ToArray();
        var answers = new JsonElement?[calls.Count];
        foreach (var answer in (await ExchangeAsync(batch, cancellation)).EnumerateArray())
        {
            if (answer.TryGetProperty("result", out var result))
            {
                answers[answer.GetProperty("id").GetInt32()] = result;
            }
        }

        return answers;
    }

    /// <summary>The result of one call that must succeed.</summary>
    /// <exception cref="IOException">The node cannot be reached, or refuses.</exception>
    public async Task<JsonElement> RequireAsync(string method, object[] parameters, CancellationToken cancellation)
    {
        var answer = (await ExchangeAsync(new[] { new { jsonrpc = "2.0", id = 0, method, @params = parameters } }, cancellation))[0];
        return answer.TryGetProperty("result", out var result)
            ? result
            : throw new IOException($"The node refuses {method}: {answer.GetProperty("error").GetProperty("message").GetString()}");
    }

    public void Dispose() => _http?.Dispose();

    private async Task<JsonElement> ExchangeAsync<T>(T batch, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_patience);
        try
        {
            if (_http is null)
            {
                return await ExchangeOverSocketAsync(JsonSerializer.SerializeToUtf8Bytes(batch), limit.Token);
            }

            using var response = await _http.PostAsJsonAsync(_endpoint, batch, limit.Token);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<JsonElement>(limit.Token);
        }
        catch (Exception e) when (e is SocketException or HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new IOException($"No node answers at {_endpoint}: {e.Message} Is it running? --attach names another socket or URL.", e);
        }
    }

    private async Task<JsonElement> ExchangeOverSocketAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_endpoint), cancellation);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(request, cancellation);
        await stream.WriteAsync("\n"u8.ToArray(), cancellation);
        using var received = new MemoryStream();
        var buffer = new byte[32 * 1024];
        while (true)
        {
            var count = await stream.ReadAsync(buffer, cancellation);
            if (count == 0)
            {
                throw new IOException($"The node at {_endpoint} closed the connection: {Encoding.UTF8.GetString(received.ToArray())}");
            }

            await received.WriteAsync(buffer.AsMemory(0, count), cancellation);
            if (TryParse(received.GetBuffer().AsSpan(0, (int)received.Length), out var answer))
            {
                return answer;
            }
        }
    }

    /// <summary>True when the whole answer is there.</summary>
    private static bool TryParse(ReadOnlySpan<byte> received, out JsonElement answer)
    {
        var reader = new Utf8JsonReader(received, isFinalBlock: false, default);
        if (JsonDocument.TryParseValue(ref reader, out var document))
        {
            using (document)
            {
                answer = document.RootElement.Clone();
                return true;
            }
        }

        answer = default;
        return false;
    }
}
