using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>A true endpoint whose answers a test may change.</summary>
internal sealed class LyingTransport(IRpcTransport inner) : IRpcTransport
{
    public string Name => inner.Name;

    /// <summary>Method and parameters, true answer in, answer out; null for the truth.</summary>
    public Func<JsonObject, JsonNode?, JsonNode?>? Lie { get; set; }

    public async Task<byte[]> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var truth = await inner.ExchangeAsync(request, cancellationToken);
        if (Lie is null)
        {
            return truth;
        }

        var answer = JsonNode.Parse(truth)!.AsObject();
        var result = answer["result"];
        answer.Remove("result");
        answer["result"] = Lie(JsonNode.Parse(request.Span)!.AsObject(), result);
        return JsonSerializer.SerializeToUtf8Bytes(answer);
    }

    public void Dispose() => inner.Dispose();
}
