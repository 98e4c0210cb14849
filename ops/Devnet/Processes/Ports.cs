using System.Net;
using System.Net.Sockets;

namespace PoaSidechain.Devnet.Processes;

/// <summary>Ports on loopback.</summary>
internal static class Ports
{
    private static readonly HashSet<int> Given = [];

    /// <summary>The port wished for if nobody has it, else any free one.</summary>
    public static int Take(int wish)
    {
        var port = !Given.Contains(wish) && Probe(wish) is { } free ? free : Probe(0)!.Value;
        Given.Add(port);
        return port;
    }

    private static int? Probe(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
