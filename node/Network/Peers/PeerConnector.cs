using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Network.Snap;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Peers;

/// <summary>Takes a TCP connection through its whole life: handshake, place, Hello, Status, session, end.</summary>
/// <remarks>Thread: any number of connections at a time.</remarks>
internal sealed partial class PeerConnector(PrivateKey key, NetworkOptions options, PeerTable table, BanList bans, PeerServices services)
{
    /// <summary>Time for the handshake and Hello, and again for Status.</summary>
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    private readonly WarningLimit _warnings = new(services.Time);

    /// <summary>A peer's handshake is done and its chain fits. What it sends may be handled at the same time.</summary>
    public event Action<Peer>? PeerJoined;

    /// <summary>A peer is gone.</summary>
    public event Action<Peer>? PeerLeft;

    /// <summary>A connection is over, whether or not it ever became a peer.</summary>
    public event Action<NodeId?, SessionEnd>? ConnectionEnded;

    /// <summary>Port told in Hello.</summary>
    public int ListenPort { get; set; }

    /// <summary>Runs a connection until it ends, and says how. The socket is closed then.</summary>
    /// <param name="socket">The connected socket.</param>
    /// <param name="dialled">Whom we dialled; null for a connection that was accepted.</param>
    /// <param name="shaken">Called once the handshake is done, Status and all.</param>
    /// <param name="cancellation">Ends the session because the node stops.</param>
    public async Task<SessionEnd> RunAsync(Socket socket, NodeId? dialled, Action? shaken, CancellationToken cancellation)
    {
        socket.NoDelay = true;
        var connection = new Connection((IPEndPoint)socket.LocalEndPoint!, (IPEndPoint)socket.RemoteEndPoint!, dialled is null);
        var stream = new NetworkStream(socket, ownsSocket: true);
        using var limit = new CancellationTokenSource(HandshakeTimeout, services.Time);
        await using var stop = cancellation.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        FrameTransport? transport = null;
        SessionEnd end;
        try
        {
            transport = await ShakeHandsAsync(stream, dialled, limit.Token);
            end = await RunSecuredAsync(transport, connection, (limit, shaken), cancellation);
        }
        catch (Exception e) when (SessionEnd.TryFrom(e, out end))
        {
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                end = connection.AbortReason ?? SessionEnd.ForFault(PeerFault.HandshakeTimeout, $"no handshake in {HandshakeTimeout.TotalSeconds} s");
            }

            await CloseAsync(stream, transport, end);
        }

        Note(connection, transport?.RemoteId ?? dialled, end);
        return end;
    }

    private async Task<FrameTransport> ShakeHandsAsync(NetworkStream stream, NodeId? dialled, CancellationToken cancellation)
    {
        using var keys = HandshakeKeys.Generate(key);
        if (dialled is { } remote)
        {
            var secrets = await Handshake.InitiateAsync(stream, keys, remote, cancellation);
            return new FrameTransport(stream, secrets, remote, services.Time);
        }

        var (accepted, initiator) = await Handshake.AcceptAsync(stream, keys, cancellation);
        return new FrameTransport(stream, accepted, initiator, services.Time);
    }

    private async Task<SessionEnd> RunSecuredAsync(
        FrameTransport transport, Connection connection, (CancellationTokenSource Limit, Action? Shaken) handshake, CancellationToken cancellation)
    {
        var limit = handshake.Limit;
        if (table.TryReserve(transport.RemoteId, connection) is { } refusal)
        {
            await RlpxSession.CloseAsync(transport, refusal);
            return refusal;
        }

        try
        {
            connection.OnAbort(limit.Cancel);
            var hello = new Hello(
                BaseMessage.Version, options.ClientName, [.. services.Protocols.Select(protocol => protocol.Capability)], ListenPort, NodeId.Of(key));
            using var session = await RlpxSession.OpenAsync(transport, hello, services.Protocols, services.Session, limit.Token);
            connection.OnAbort(() => session.End(connection.AbortReason!));
            limit.CancelAfter(Timeout.InfiniteTimeSpan);
            return await RunSessionAsync(session, connection, handshake.Shaken, cancellation);
        }
        finally
        {
            connection.OnAbort(static () => { });
            table.Release(transport.RemoteId, connection);
        }
    }

    private async Task<SessionEnd> RunSessionAsync(RlpxSession session, Connection connection, Action? shaken, CancellationToken cancellation)
    {
        var capability = session.Capabilities.SingleOrDefault(shared => shared.Name == EthProtocol.Name)
            ?? throw new WireException(PeerFault.NoCommonProtocol, "snap is not spoken without eth");
        var eth = new EthSession(session, capability, services.Eth);
        var snapCapability = session.Capabilities.SingleOrDefault(shared => shared.Name == SnapProtocol.Name);
        var snap = snapCapability is null ? null : new SnapSession(session, snapCapability, eth, services.Snap!);
        var peer = new Peer(connection, session, eth) { Snap = snap };
        var ready = eth.WaitUntilReadyAsync(HandshakeTimeout, services.Time, CancellationToken.None); // its time runs from when we say ours
        eth.SayStatus();
        var running = session.RunAsync(
            (shared, message, token) => shared == snapCapability ? snap!.HandleAsync(message, token) : eth.HandleAsync(message, token), cancellation);
        var joined = await JoinAsync(peer, ready, running, shaken);
        var end = await running;
        peer.Close();
        if (joined)
        {
            services.Metrics.PeerLeft(connection.IsInbound);
            table.Release(peer.Id, connection);
            PeerLeft?.Invoke(peer);
        }

        return end;
    }

    /// <summary>Waits for Status and makes the peer known; false when it never came to that.</summary>
    private async Task<bool> JoinAsync(Peer peer, Task<bool> ready, Task<SessionEnd> running, Action? shaken)
    {
        _ = running.ContinueWith(_ => peer.Close(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            if (!await ready)
            {
                return false;
            }

            shaken?.Invoke();
            if (!table.TryActivate(peer))
            {
                return false;
            }
        }
        catch (TimeoutException)
        {
            peer.Session.End(SessionEnd.ForFault(PeerFault.HandshakeTimeout, "no status"));
            return false;
        }

        services.Metrics.PeerJoined(peer.Connection.IsInbound);
        Log.Joined(services.Logger, peer.Id, peer.Connection.Remote, peer.Session.Remote.ClientName, peer.Eth.Version, peer.Eth.Head.TotalDifficulty.ToString());
        PeerJoined?.Invoke(peer);
        return true;
    }

    private static async Task CloseAsync(NetworkStream stream, FrameTransport? transport, SessionEnd end)
    {
        if (transport is null)
        {
            await stream.DisposeAsync();
        }
        else
        {
            await RlpxSession.CloseAsync(transport, end);
        }
    }

    private void Note(Connection connection, NodeId? id, SessionEnd end)
    {
        services.Metrics.Disconnected(end);
        Log.Ended(services.Logger, id?.ToString() ?? "unknown", connection.Remote, end.ToString());
        if (id is { } node && !table.IsTrusted(node) && bans.Add(node, end.Fault, end.Detail) is { } ban)
        {
            services.Metrics.Banned(ban.Fault);
            if (_warnings.TryTell())
            {
                Log.Banned(services.Logger, node, ban.Fault.Text(), end.Detail, ban.Until);
            }
        }

        ConnectionEnded?.Invoke(id, end);
    }

    private static partial class Log
    {
        [LoggerMessage(6010, LogLevel.Debug, "Peer {NodeId} at {Address} joined: {Client}, eth/{Version}, total difficulty {TotalDifficulty}")]
        public static partial void Joined(ILogger logger, NodeId nodeId, IPEndPoint address, string client, int version, string totalDifficulty);

        [LoggerMessage(6011, LogLevel.Debug, "Connection with {NodeId} at {Address} ended: {End}")]
        public static partial void Ended(ILogger logger, string nodeId, IPEndPoint address, string end);

        [LoggerMessage(6012, LogLevel.Warning, "Peer {NodeId} is banned for {Fault} ({Detail}) until {Until}")]
        public static partial void Banned(ILogger logger, NodeId nodeId, string fault, string? detail, DateTimeOffset until);
    }
}
