using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace PoaSidechain.Network.Peers;

/// <summary>Accepts connections and hands them on, not too many unfinished ones at a time.</summary>
internal sealed partial class Listener(
    NetworkOptions options, PeerConnector connector, NetworkRestriction restriction, BackgroundTasks tasks, PeerServices services) : IDisposable
{
    private readonly TcpListener _listener = new(options.ListenAddress, options.Port);
    private readonly InboundThrottle _throttle = new(services.Time);
    private readonly SemaphoreSlim _pending = new(options.MaxPendingPeers);
    private readonly PendingHandshakes _handshakes = new(options.MaxPendingPerAddress);

    /// <summary>Starts to listen; throws SocketException when the port is taken. Says the address, with the port that was taken for 0.</summary>
    public IPEndPoint Start()
    {
        _listener.Start();
        tasks.Start("listener", AcceptLoopAsync);
        return (IPEndPoint)_listener.LocalEndpoint;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _pending.Dispose();
    }

    private async Task AcceptLoopAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _pending.WaitAsync(cancellation);
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(cancellation);
            }
            catch (SocketException e)
            {
                // The connection was gone before it was accepted, or the process has no file handles left: neither ends the listener.
                Log.AcceptFailed(services.Logger, e.SocketErrorCode);
                _pending.Release();
                await Task.Delay(TimeSpan.FromMilliseconds(100), services.Time, cancellation);
                continue;
            }

            if (socket.RemoteEndPoint is not IPEndPoint remote || !restriction.Allows(remote.Address) || !_throttle.TryEnter(remote.Address)
                || !_handshakes.TryEnter(remote.Address))
            {
                socket.Dispose();
                _pending.Release();
                continue;
            }

            tasks.Start("inbound session", token => RunAsync(socket, remote.Address, token));
        }
    }

    private async Task RunAsync(Socket socket, IPAddress address, CancellationToken cancellation)
    {
        // A session is no longer pending once its handshake is done or had its time; the place table limits what comes after.
        var released = 0;
        void Release()
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
            {
                _pending.Release();
                _handshakes.Leave(address);
            }
        }

        await using var timer = services.Time.CreateTimer(_ => Release(), null, PeerConnector.HandshakeTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            await connector.RunAsync(socket, dialled: null, Release, cancellation);
        }
        finally
        {
            Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6013, LogLevel.Warning, "A connection could not be accepted: {Error}")]
        public static partial void AcceptFailed(ILogger logger, SocketError error);
    }
}
