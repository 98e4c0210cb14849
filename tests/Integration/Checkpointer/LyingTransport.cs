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

        var answers = JsonNode.Parse(truth)!;
        foreach (var call in Each(JsonNode.Parse(request.Span)!))
        {
            var answer = Each(answers).Single(reply => JsonNode.DeepEquals(reply["id"], call["id"]));
            var result = answer["result"];
            answer.Remove("result");
            answer["result"] = Lie(call, result);
        }

        return JsonSerializer.SerializeToUtf8Bytes(answers);
    }

    /// <summary>One object, or each of a batch.</summary>
    private static IEnumerable<JsonObject> Each(JsonNode node) => node is JsonArray batch ? batch.Select(static item => item!.AsObject()) : [node.AsObject()];

    public void Dispose() => inner.Dispose();
}
