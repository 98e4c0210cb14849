using System.Net;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Discovery;

/// <summary>A node by key and address.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Address">Its address, IPv4 in its own form.</param>
/// <param name="UdpPort">Port of discovery.</param>
/// <param name="TcpPort">Port of RLPx; 0 for a node that cannot be dialled.</param>
internal sealed record DiscoveredNode(NodeId Id, IPAddress Address, int UdpPort, int TcpPort)
{
    /// <summary>Where in the space of distances it is: Keccak-256 of the key.</summary>
    public Hash256 Hash { get; } = Id.ToHash();

    /// <summary>Where its discovery packets go.</summary>
    public IPEndPoint Udp => new(Address, UdpPort);

    /// <summary>Its URL.</summary>
    public Enode ToEnode() => new(Id, Address.ToString(), TcpPort, UdpPort);
}
