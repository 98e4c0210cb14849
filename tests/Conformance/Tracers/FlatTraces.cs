using System.Text.Json;
using System.Text.Json.Nodes;

namespace PoaSidechain.Tests.Conformance.Tracers;

/// <summary>
/// Brings flat traces into one form, as geth's own test does by reading both sides into a structure: where a transaction stands is left out, and a
/// member that is null, empty or zero is one that is absent. The expected files were made by several clients and differ in that.
/// </summary>
internal static class FlatTraces
{
    private const string ZeroAddress = "0x0000000000000000000000000000000000000000";

    private static readonly string[] Places = ["blockHash", "blockNumber", "transactionHash", "transactionPosition", "time"];

    /// <summary>The same traces in that form.</summary>
    public static JsonElement Normalize(JsonElement traces) => JsonSerializer.SerializeToElement(Normalize(JsonNode.Parse(traces.GetRawText())));

    private static JsonNode? Normalize(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            return new JsonArray([.. array.Select(item => Normalize(item)?.DeepClone())]);
        }

        if (node is not JsonObject members)
        {
            return node?.DeepClone();
        }

        var kept = new JsonObject();
        foreach (var (name, value) in members.Where(member => !Places.Contains(member.Key)))
        {
            var normalized = Normalize(value);
            if (!IsAbsent(normalized))
            {
                kept[name] = normalized;
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
