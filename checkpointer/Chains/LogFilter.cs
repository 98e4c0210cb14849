using System.Text.Json.Nodes;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>Events of one contract, or of any if it is null, in a range of blocks; a null topic matches any.</summary>
internal sealed record LogFilter(Address? Emitter, ulong FromBlock, ulong ToBlock, params Hash256?[] Topics)
{
    public JsonNode ToJson()
    {
        var filter = new JsonObject
        {
            ["fromBlock"] = Hex.Quantity(FromBlock),
            ["toBlock"] = Hex.Quantity(ToBlock),
            ["topics"] = new JsonArray([.. Topics.Select(t => t is { } topic ? (JsonNode)JsonValue.Create(topic.ToString()) : null)]),
        };
        if (Emitter is { } emitter)
        {
            filter["address"] = emitter.ToString();
        }

        return filter;
    }

    /// <summary>True when an event is one that was asked for: servers are not believed to filter.</summary>
    public bool Matches(ChainLog log) =>
        (Emitter is null || log.Emitter == Emitter) && log.BlockNumber >= FromBlock && log.BlockNumber <= ToBlock && log.Topics.Count >= Topics.Length
        && Topics.Select((topic, i) => topic is null || topic == log.Topics[i]).All(matches => matches);
}
