using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Discovery;

/// <summary>[to, ping's hash, expiration, record number]: the answer to a ping, and the proof that its sender gets what is sent to its address.</summary>
/// <param name="To">Who had asked, as the sender sees it.</param>
/// <param name="PingHash">Hash of the ping's packet.</param>
/// <param name="ExpiresAt">Unix time in seconds.</param>
/// <param name="RecordSequence">Number of the sender's node record (EIP-868); null from a node that has none.</param>
internal sealed record PongMessage(DiscoveryEndpoint To, Hash256 PingHash, ulong ExpiresAt, ulong? RecordSequence)
    : DiscoveryMessage(DiscoveryMessageType.Pong)
{
    public override ulong? Expiration => ExpiresAt;

    public override void Encode(RlpWriter writer)
    {
        var list = writer.BeginList();
        To.Encode(writer);
        writer.Write(PingHash);
        writer.Write(ExpiresAt);
        if (RecordSequence is { } sequence)
        {
            writer.Write(sequence);
        }

        writer.EndList(list);
    }

    /// <summary>Reads the items; further ones are no fault (EIP-8).</summary>
    public static PongMessage Decode(ref RlpReader list) =>
        new(DiscoveryEndpoint.Decode(ref list), list.ReadHash(), list.ReadUInt64(), list.IsAtEnd ? null : list.ReadUInt64());
}
