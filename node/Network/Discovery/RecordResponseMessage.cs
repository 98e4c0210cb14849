using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Discovery;

/// <summary>[request's hash, record]: the node record (EIP-868). It has no expiration: the hash of the question ties it to its moment.</summary>
/// <param name="RequestHash">Hash of the question's packet.</param>
/// <param name="Record">The record's RLP, not judged yet.</param>
internal sealed record RecordResponseMessage(Hash256 RequestHash, ReadOnlyMemory<byte> Record) : DiscoveryMessage(DiscoveryMessageType.RecordResponse)
{
    public override void Encode(RlpWriter writer)
    {
        var list = writer.BeginList();
        writer.Write(RequestHash);
        writer.WriteRaw(Record.Span);
        writer.EndList(list);
    }

    /// <summary>Reads the items; further ones are no fault (EIP-8).</summary>
    public static RecordResponseMessage Decode(ref RlpReader list) => new(list.ReadHash(), list.ReadRaw().ToArray());
}
