using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>JSON-RPC 2.0 over a transport: ids, batches, time limits, errors as values.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class RpcClient(IRpcTransport transport, TimeSpan timeout) : IDisposable
{
    /// <summary>Most requests sent in one batch: what public endpoints commonly take.</summary>
    public const int BatchSize = 100;

    private long _lastId;

    /// <summary>Name of the endpoint for logs.</summary>
    public string Name => transport.Name;

    /// <summary>Opens nothing yet: an http(s) address or the path of a socket.</summary>
    public static RpcClient Create(string endpoint, TimeSpan timeout, JwtToken? token = null) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? new RpcClient(new HttpRpcTransport(uri, token), timeout)
            : new RpcClient(new IpcRpcTransport(endpoint), timeout);

    /// <summary>One request.</summary>
    public async Task<RpcResult> CallAsync(RpcCall call, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = await ExchangeAsync(ToJson(call, id), cancellationToken);
        return Matches(answer, id) ? ToResult(call.Method, answer) : throw Malformed(call.Method);
    }

    /// <summary>Several requests, answers in their order; sent in batches of <see cref="BatchSize"/>.</summary>
    public async Task<IReadOnlyList<RpcResult>> BatchAsync(IReadOnlyList<RpcCall> calls, CancellationToken cancellationToken)
    {
        var results = new List<RpcResult>(calls.Count);
        foreach (var chunk in calls.Chunk(BatchSize))
        {
            results.AddRange(chunk.Length == 1 ? [await CallAsync(chunk[0], cancellationToken)] : await ChunkAsync(chunk, cancellationToken));
        }

        return results;
    }

    public void Dispose() => transport.Dispose();

    private static JsonObject ToJson(RpcCall call, long id) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id,
        ["method"] = call.Method,
        ["params"] = new JsonArray([.. call.Parameters.Select(p => p?.DeepClone())]),
    };

    private static bool Matches(JsonElement answer, long id) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("id", out var given)
        && given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out var number) && number == id;

    private static RpcResult ToResult(string method, JsonElement answer)
    {
        if (answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            return RpcResult.Failed(method, ToError(error));
        }

        return answer.TryGetProperty("result", out var result) ? RpcResult.Ok(method, result) : throw Malformed(method);
    }

    private static RpcError ToError(JsonElement error)
    {
        var code = error.TryGetProperty("code", out var c) && c.ValueKind == JsonValueKind.Number && c.TryGetInt64(out var number) ? number : 0;
        var message = error.TryGetProperty("message", out var m) && m.ValueKind == JsonValueKind.String ? m.GetString()! : "no message";
        ReadOnlyMemory<byte>? data = error.TryGetProperty("data", out var d) && d.ValueKind == JsonValueKind.String
            && Hex.TryDecode(d.GetString(), out var bytes) ? bytes : null;
        return new RpcError(code, message, data);
    }

    private static RpcException Malformed(string method) => RpcException.Malformed(method, "a JSON-RPC answer to the request");

    private async Task<IReadOnlyList<RpcResult>> ChunkAsync(RpcCall[] calls, CancellationToken cancellationToken)
    {
        var firstId = Interlocked.Add(ref _lastId, calls.Length) - calls.Length + 1;
        var batch = new JsonArray([.. calls.Select((call, i) => ToJson(call, firstId + i))]);
        var answer = await ExchangeAsync(batch, cancellationToken);
        if (answer.ValueKind != JsonValueKind.Array)
        {
            throw Malformed(calls[0].Method); // a server that takes no batches says so in one error object
        }

        var results = new RpcResult?[calls.Length];
        foreach (var item in answer.EnumerateArray())
        {
            for (var i = 0; i < calls.Length; i++)
            {
                if (results[i] is null && Matches(item, firstId + i))
                {
                    results[i] = ToResult(calls[i].Method, item);
                    break;
                }
            }
        }

        return [.. results.Select((r, i) => r ?? throw Malformed(calls[i].Method))];
    }

    private async Task<JsonElement> ExchangeAsync(JsonNode request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            var answer = await transport.ExchangeAsync(JsonSerializer.SerializeToUtf8Bytes(request), limit.Token);
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.Clone();
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RpcUnavailableException(Name, $"did not answer within {timeout.TotalSeconds:0.#} s", e);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or JsonException)
        {
            throw new RpcUnavailableException(Name, $"cannot be used: {e.Message}", e);
        }
    }
}
