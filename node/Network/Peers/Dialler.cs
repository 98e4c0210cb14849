using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PoaSidechain.Network.Rlpx;

namespace PoaSidechain.Network.Peers;

/// <summary>Dials a node and runs the session that comes of it.</summary>
/// <remarks>Thread: any number of dials at a time.</remarks>
internal sealed partial class Dialler(PeerTable table, PeerConnector connector, NetworkRestriction restriction, BackgroundTasks tasks, PeerServices services)
{
    /// <summary>Time for a TCP connection.</summary>
    public static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(15);

    /// <summary>True when the node may be dialled: it has no place yet and is not banned.</summary>
    public bool MayDial(NodeId id) => table.Find(id) is null && (table.IsTrusted(id) || !table.IsBanned(id));

    /// <summary>Dials a node, if it may be, and waits until the session is over.</summary>
    /// <param name="node">The node.</param>
    /// <param name="cancellation">Gives up while it connects; a session that there is goes on.</param>
    public async Task DialAsync(Enode node, CancellationToken cancellation)
    {
        if (!MayDial(node.Id))
        {
            return;
        }

        var socket = await ConnectAsync(node, cancellation);
        services.Metrics.Dialled(socket is not null);
        if (socket is not null)
        {
            await connector.RunAsync(socket, node.Id, shaken: null, tasks.Stopping);
        }
    }

    private async Task<Socket?> ConnectAsync(Enode node, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(DialTimeout, services.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (!restriction.IsActive)
            {
                await socket.ConnectAsync(node.Host, node.Port, both.Token);
                return socket;
            }

            var addresses = Array.FindAll(await Dns.GetHostAddressesAsync(node.Host, both.Token), restriction.Allows);
            if (addresses.Length > 0)
            {
                await socket.ConnectAsync(addresses, node.Port, both.Token);
                return socket;
            }

            socket.Dispose();
            Log.Restricted(services.Logger, node);
            return null;
        }
        catch (Exception e) when (SessionEnd.TryFrom(e, out var end))
        {
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            Log.DialFailed(services.Logger, node, end.Detail ?? $"no connection in {DialTimeout.TotalSeconds} s");
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6014, LogLevel.Debug, "Could not connect to {Node}: {Detail}")]
        public static partial void DialFailed(ILogger logger, Enode node, string detail);

        [LoggerMessage(6015, LogLevel.Debug, "{Node} is not dialled: it is outside the networks that are allowed")]
        public static partial void Restricted(ILogger logger, Enode node);
    }
}
