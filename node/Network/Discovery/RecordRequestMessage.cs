using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Discovery;

/// <summary>[expiration]: asks for the node record (EIP-868).</summary>
/// <param name="ExpiresAt">Unix time in seconds.</param>
internal sealed record RecordRequestMessage(ulong ExpiresAt) : DiscoveryMessage(DiscoveryMessageType.RecordRequest)
{
    public override ulong? Expiration => ExpiresAt;

    public override void Encode(RlpWriter writer)
    {
        var list = writer.BeginList();
        writer.Write(ExpiresAt);
        writer.EndList(list);
    }

    /// <summary>Reads the items; further ones are no fault (EIP-8).</summary>
    public static RecordRequestMessage Decode(ref RlpReader list) => new(list.ReadUInt64());
}
