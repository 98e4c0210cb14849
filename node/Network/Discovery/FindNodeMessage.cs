using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Discovery;

/// <summary>[target, expiration]: asks for the nodes nearest to a key.</summary>
/// <param name="Target">The key; any 64 bytes, since only its hash is looked at.</param>
/// <param name="ExpiresAt">Unix time in seconds.</param>
internal sealed record FindNodeMessage(NodeId Target, ulong ExpiresAt) : DiscoveryMessage(DiscoveryMessageType.FindNode)
{
    public override ulong? Expiration => ExpiresAt;

    public override void Encode(RlpWriter writer)
    {
        var list = writer.BeginList();
        writer.Write(Target.ToArray());
        writer.Write(ExpiresAt);
        writer.EndList(list);
    }

    /// <summary>Reads the items; further ones are no fault (EIP-8).</summary>
    public static FindNodeMessage Decode(ref RlpReader list) => new(NodeId.FromPublicKey(list.ReadExact(NodeId.Size)), list.ReadUInt64());
}
