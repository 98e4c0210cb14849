using System.Net;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Discovery;

/// <summary>Address and ports of a node, as ping and pong have them: [ip, udp-port, tcp-port].</summary>
/// <param name="Address">The address; <see cref="IPAddress.None"/> for one that a sender left empty.</param>
/// <param name="UdpPort">Port of discovery.</param>
/// <param name="TcpPort">Port of RLPx; 0 for a node that does not listen.</param>
internal readonly record struct DiscoveryEndpoint(IPAddress Address, int UdpPort, int TcpPort)
{
    /// <summary>Writes [ip, udp-port, tcp-port].</summary>
    public void Encode(RlpWriter writer)
    {
        var list = writer.BeginList();
        Write(writer, Address, UdpPort, TcpPort);
        writer.EndList(list);
    }

    /// <summary>Reads [ip, udp-port, tcp-port, …].</summary>
    /// <exception cref="RlpException">The input has another form.</exception>
    public static DiscoveryEndpoint Decode(ref RlpReader reader)
    {
        var list = reader.ReadList();
        return Read(ref list);
    }

    /// <summary>Writes the three items into a list that somebody else began.</summary>
    public static void Write(RlpWriter writer, IPAddress address, int udpPort, int tcpPort)
    {
        writer.Write(address.GetAddressBytes());
        writer.Write((ulong)udpPort);
        writer.Write((ulong)tcpPort);
    }

    /// <summary>Reads the three items of a list.</summary>
    public static DiscoveryEndpoint Read(ref RlpReader list)
    {
        var ip = list.ReadBytes();
        var address = ip.Length switch
        {
            0 => IPAddress.None,
            4 or 16 => Peers.AddressKinds.Plain(new IPAddress(ip)),
            _ => throw new RlpException($"An IP address of {ip.Length} bytes."),
        };
        return new DiscoveryEndpoint(address, ReadPort(ref list), ReadPort(ref list));
    }

    /// <summary>Differs from geth: leading zeros are no fault. ethereumjs writes two bytes always, and one port 0 would cost a whole packet.</summary>
    private static int ReadPort(ref RlpReader list)
    {
        var bytes = list.ReadBytes();
        return bytes.Length switch
        {
            0 => 0,
            1 => bytes[0],
            2 => (bytes[0] << 8) | bytes[1],
            _ => throw new RlpException($"A port of {bytes.Length} bytes."),
        };
    }
}
