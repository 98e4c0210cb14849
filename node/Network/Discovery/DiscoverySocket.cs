using System.Net;
using System.Net.Sockets;
using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Discovery;

/// <summary>The UDP socket of discovery.</summary>
/// <remarks>Thread: sending any, receiving one.</remarks>
internal sealed class DiscoverySocket : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(DiscoveryCodec.MaxPacketBytes + 1, pinned: true); // one more: then a packet is too large

    private readonly bool _isDual;

    private DiscoverySocket(Socket socket)
    {
        _socket = socket;
        _isDual = socket.AddressFamily == AddressFamily.InterNetworkV6 && socket.DualMode;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Opens a port; 0 takes a free one.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static DiscoverySocket Open(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(address, port));
            return new DiscoverySocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Waits for a packet; its bytes are valid until the next call. Null for one that could not be received.</summary>
    public async ValueTask<(ReadOnlyMemory<byte> Bytes, IPEndPoint From)?> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            var any = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
            var result = await _socket.ReceiveFromAsync(_buffer, SocketFlags.None, any, cancellation);
            var from = (IPEndPoint)result.RemoteEndPoint;
            return (_buffer.AsMemory(0, result.ReceivedBytes), new IPEndPoint(AddressKinds.Plain(from.Address), from.Port));
        }
        catch (SocketException)
        {
            return null; // such as "port unreachable" for something that we sent: of no meaning for what comes next
        }
    }

    /// <summary>Sends a packet; one that cannot be sent is lost like any other that UDP loses.</summary>
    public void Send(ReadOnlySpan<byte> packet, IPEndPoint to)
    {
        try
        {
            _socket.SendTo(packet, SocketFlags.None, _isDual ? new IPEndPoint(to.Address.MapToIPv6(), to.Port) : to);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // No route, another IP version than ours, a full buffer, or we are stopping: the missing answer says so.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
