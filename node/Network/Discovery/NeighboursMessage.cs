using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Discovery;

/// <summary>[[ip, udp-port, tcp-port, id] …, expiration]: nodes near the key that was asked for, as their table has them.</summary>
/// <param name="Nodes">The nodes; nothing about them is proven.</param>
/// <param name="ExpiresAt">Unix time in seconds.</param>
internal sealed record NeighboursMessage(IReadOnlyList<DiscoveredNode> Nodes, ulong ExpiresAt) : DiscoveryMessage(DiscoveryMessageType.Neighbours)
{
    /// <summary>Most nodes in one packet, so that it stays below 1280 bytes with IPv6 addresses; an answer of more takes several packets.</summary>
    public const int MaxNodes = 12;

    public override ulong? Expiration => ExpiresAt;

    public override void Encode(RlpWriter writer)
    {
        var list = writer.BeginList();
        var nodes = writer.BeginList();
        foreach (var node in Nodes)
        {
            var item = writer.BeginList();
            DiscoveryEndpoint.Write(writer, node.Address, node.UdpPort, node.TcpPort);
            writer.Write(node.Id.ToArray());
            writer.EndList(item);
        }

        writer.EndList(nodes);
        writer.Write(ExpiresAt);
        writer.EndList(list);
    }

    /// <summary>Reads the items; further ones are no fault (EIP-8).</summary>
    public static NeighboursMessage Decode(ref RlpReader list)
    {
        var nodes = new List<DiscoveredNode>();
        var items = list.ReadList();
        while (!items.IsAtEnd)
        {
            var item = items.ReadList();
            var endpoint = DiscoveryEndpoint.Read(ref item);
            nodes.Add(new DiscoveredNode(NodeId.FromPublicKey(item.ReadExact(NodeId.Size)), endpoint.Address, endpoint.UdpPort, endpoint.TcpPort));
        }

        return new NeighboursMessage(nodes, list.ReadUInt64());
    }
}
