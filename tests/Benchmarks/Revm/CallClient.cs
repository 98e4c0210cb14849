using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PoaSidechain.Tests.Benchmarks.Revm;

/// <summary><c>eth_call</c> over HTTP.</summary>
internal sealed class CallClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>What a call returns; an error throws.</summary>
    public async Task<string> CallAsync(JsonArray parameters)
    {
        var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = "eth_call", ["params"] = parameters.DeepClone() };
        using var content = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(address, content);
        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        return answer.RootElement.TryGetProperty("result", out var result)
            ? result.GetString()!
            : throw new InvalidOperationException($"{address}: {answer.RootElement}");
    }

    public void Dispose() => _http.Dispose();
}
