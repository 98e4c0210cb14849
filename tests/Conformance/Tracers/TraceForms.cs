using System.Text.Json;
using System.Text.Json.Nodes;

namespace PoaSidechain.Tests.Conformance.Tracers;

/// <summary>
/// Brings traces into one form, as geth's own tests do by reading both sides into a structure: a member that is null, empty or zero is one that is
/// absent. The expected files were made by several clients and releases and differ in that.
/// </summary>
internal static class TraceForms
{
    private const string ZeroAddress = "0x0000000000000000000000000000000000000000";

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 4096 };
    private static readonly JsonSerializerOptions Serializing = new() { MaxDepth = 4096 };
    private static readonly string[] Places = ["blockHash", "blockNumber", "transactionHash", "transactionPosition", "time"];

    /// <summary>Flat traces, without where their transaction stands.</summary>
    public static JsonElement Flat(JsonElement traces) => Rewrite(traces, (name, value) => Places.Contains(name) || IsAbsent(value));

    /// <summary>A tree of calls, in which a log without an index is the first: older files have no indices.</summary>
    public static JsonElement Calls(JsonElement trace) =>
        Rewrite(trace, (name, value) => name == "index" && value is JsonValue index && index.TryGetValue(out string? text) && text == "0x0");

    private static JsonElement Rewrite(JsonElement json, Func<string, JsonNode?, bool> isLeftOut) =>
        JsonSerializer.SerializeToElement(Rewrite(JsonNode.Parse(json.GetRawText(), documentOptions: Deep), isLeftOut), Serializing);

    private static JsonNode? Rewrite(JsonNode? node, Func<string, JsonNode?, bool> isLeftOut)
    {
        if (node is JsonArray array)
        {
            return new JsonArray([.. array.Select(item => Rewrite(item, isLeftOut))]);
        }

        if (node is not JsonObject members)
        {
            return node?.DeepClone();
        }

        var kept = new JsonObject();
        foreach (var (name, value) in members)
        {
            var rewritten = Rewrite(value, isLeftOut);
            if (!isLeftOut(name, rewritten))
            {
                kept[name] = rewritten;
            }
        }

        return kept;
    }

    private static bool IsAbsent(JsonNode? node) => node switch
    {
        null => true,
        JsonObject { Count: 0 } => true,
        JsonValue value => value.TryGetValue(out string? text) && text is "" or "0x" or "0x0" or ZeroAddress,
        _ => false,
    };
}
