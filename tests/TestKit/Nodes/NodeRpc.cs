using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;

namespace PoaSidechain.Tests.TestKit.Nodes;

/// <summary>JSON-RPC over HTTP to one node.</summary>
public sealed class NodeRpc(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>The result; an error answer is an exception.</summary>
    /// <exception cref="HttpRequestException">The node does not answer.</exception>
    public async Task<JsonElement> AskAsync(string method, params JsonNode?[] parameters)
    {
        var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = new JsonArray(parameters) };
        using var answer = await _http.PostAsJsonAsync("", request);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {body}");
    }

    /// <summary>The head's number.</summary>
    public async Task<ulong> HeadAsync() => Number(await AskAsync("eth_blockNumber"));

    /// <summary>A block with its transactions' hashes; null when there is none.</summary>
    public async Task<JsonElement?> BlockAsync(ulong number)
    {
        var block = await AskAsync("eth_getBlockByNumber", Hex.Quantity(number), false);
        return block.ValueKind == JsonValueKind.Null ? null : block;
    }

    /// <summary>A block's hash; null when there is none.</summary>
    public async Task<string?> HashAsync(ulong number) => (await BlockAsync(number))?.GetProperty("hash").GetString();

    /// <summary>The executed nonce of an account.</summary>
    public async Task<ulong> NonceAsync(Address account) => Number(await AskAsync("eth_getTransactionCount", account.ToString(), "latest"));

    public static ulong Number(JsonElement quantity) => Convert.ToUInt64(quantity.GetString(), 16);

    public void Dispose() => _http.Dispose();
}
