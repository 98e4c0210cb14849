using System.Net.Sockets;
using System.Security.Cryptography;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Tests.TestKit.Peers.Attacks;

/// <summary>A connection that gets as far as it should into the protocol, and then sends whatever it is told to.</summary>
/// <remarks>Thread: one sends; what the node says is read and thrown away, unless that is not wanted.</remarks>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly FrameTransport _transport;
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;

    private RawPeer(FrameTransport transport) => _transport = transport;

    /// <summary>Opens a connection with a key that nobody has seen, as far as Status if there is one to say.</summary>
    /// <param name="target">The node.</param>
    /// <param name="status">What to say, or null to stop after Hello.</param>
    /// <param name="reads">False for one that never reads what it asks for.</param>
    public static async Task<RawPeer> OpenAsync(Enode target, EthStatus? status, bool reads = true)
    {
        using var key = PrivateKey.Generate();
        var peer = new RawPeer(await ScriptedPeer.ConnectAsync(target, key));
        var hello = new Hello(BaseMessage.Version, "attacker", [new Capability(EthProtocol.Name, 68)], 0, NodeId.Of(key));
        await peer._transport.WriteAsync(BaseMessage.Hello, hello.Encode(), CancellationToken.None);
        await peer._transport.ReadAsync(CancellationToken.None);
        peer._transport.UseSnappy = true;
        peer._transport.MaxPayloadBytes = EthLimits.MaxMessageBytes;
        if (status is not null)
        {
            await peer.SendAsync(EthMessage.Status, EthCodec.EncodeStatus(status), CancellationToken.None);
        }

        if (reads)
        {
            peer._reading = peer.ReadAsync();
        }

        return peer;
    }

    /// <summary>Sends a message of eth; throws when the node has closed the line.</summary>
    public Task SendAsync(int code, ReadOnlyMemory<byte> payload, CancellationToken cancellation) =>
        _transport.WriteAsync(SharedCapability.FirstOffset + code, payload, cancellation);

    /// <summary>Sends a message under any id.</summary>
    public Task SendBareAsync(int id, ReadOnlyMemory<byte> payload, CancellationToken cancellation) => _transport.WriteAsync(id, payload, cancellation);

    /// <summary>Sends without compression what claims to be compressed.</summary>
    public Task SendUncompressedAsync(int id, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        _transport.UseSnappy = false;
        return _transport.WriteAsync(id, payload, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _transport.DisposeAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                await _transport.ReadAsync(_stop.Token);
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // the node closed the line, or we do
        }
    }

    /// <summary>True for what the end of a connection looks like.</summary>
    public static bool IsEnd(Exception e) => e is CryptographicException || SessionEnd.TryFrom(e, out _);

    /// <summary>A bare TCP connection.</summary>
    public static async Task<NetworkStream> ConnectAsync(Enode target, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
