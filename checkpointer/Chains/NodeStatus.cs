using System.Text.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>Answer of <c>checkpoint_status</c>.</summary>
/// <param name="Attested">Block a quorum attested, as the node was told.</param>
/// <param name="Final">Checkpoint the node is pinned to.</param>
/// <param name="Conflict">The node's chain cannot contain the pinned block.</param>
/// <param name="Syncing">The node's head is not yet the chain's.</param>
internal sealed record NodeStatus((ulong Number, Hash256 Hash)? Attested, (ulong Index, ulong Number, Hash256 Hash)? Final, bool Conflict, bool Syncing)
{
    public static NodeStatus Read(JsonElement answer)
    {
        (ulong, Hash256)? attested = answer.OptionalField("attested") is { } a ? (a.Field("number").ToUInt64(), a.Field("hash").ToHash()) : null;
        (ulong, ulong, Hash256)? final = answer.OptionalField("final") is { } f
            ? (f.Field("index").ToUInt64(), f.Field("number").ToUInt64(), f.Field("hash").ToHash())
            : null;
        return new NodeStatus(attested, final, IsTrue(answer, "conflict"), IsTrue(answer, "syncing"));
    }

    private static bool IsTrue(JsonElement answer, string field) => answer.Field(field).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw RpcException.Malformed(field, "true or false"),
    };
}
