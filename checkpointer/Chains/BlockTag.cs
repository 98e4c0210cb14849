using System.Text.Json.Nodes;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>Which block a request is about.</summary>
internal readonly record struct BlockTag
{
    private readonly string? _text;

    private BlockTag(string text) => _text = text;

    /// <summary>The chain's head.</summary>
    public static BlockTag Latest { get; } = new("latest");

    /// <summary>The newest block that will not be left again.</summary>
    public static BlockTag Finalized { get; } = new("finalized");

    /// <summary>A block by number.</summary>
    public static BlockTag At(ulong number) => new(Hex.Quantity(number));

    public JsonNode ToJson() => JsonValue.Create(_text ?? "latest");

    public override string ToString() => _text ?? "latest";
}
