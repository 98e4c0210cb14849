using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PoaSidechain.Node.Commands;

/// <summary>Asks a running node, by its Unix socket or over HTTP.</summary>
/// <param name="endpoint">An http(s) URL, or the path of the socket.</param>
internal sealed class NodeRpc(string endpoint)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The result of a method.</summary>
    /// <exception cref="IOException">The node does not answer, or says no; the message is for the operator.</exception>
    public async Task<JsonElement> AskAsync(string method, params object?[] parameters)
    {
        var request = new { jsonrpc = "2.0", id = 1, method, @params = parameters };
        using var limit = new CancellationTokenSource(Patience);
        JsonDocument answer;
        try
        {
            answer = endpoint.StartsWith("http", StringComparison.OrdinalIgnoreCase)
                ? await AskHttpAsync(request, limit.Token)
                : await AskSocketAsync(JsonSerializer.SerializeToUtf8Bytes(request), limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or OperationCanceledException or JsonException)
        {
            throw new IOException($"No answer from a node at {endpoint} ({e.Message}). Name another with --rpc or --datadir.", e);
        }

        using (answer)
        {
            return answer.RootElement.TryGetProperty("error", out var error)
                ? throw new IOException($"{method}: {(error.TryGetProperty("message", out var message) ? message.GetString() : error.ToString())}")
                : answer.RootElement.GetProperty("result").Clone();
        }
    }

    private async Task<JsonDocument> AskHttpAsync(object request, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        using var response = await http.PostAsJsonAsync(new Uri(endpoint), request, cancellation);
        response.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), default, cancellation);
    }

    /// <summary>One message out, one JSON value back; the node keeps the line open.</summary>
    private async Task<JsonDocument> AskSocketAsync(byte[] request, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(endpoint), cancellation);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(request, cancellation);
        var values = JsonSerializer.DeserializeAsyncEnumerable<JsonNode>(stream, topLevelValues: true, cancellationToken: cancellation);
        await foreach (var value in values)
        {
            return JsonDocument.Parse(value!.ToJsonString());
        }

        throw new IOException($"The node at {endpoint} closed the line without an answer.");
    }
}
