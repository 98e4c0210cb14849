using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Hosting;

/// <summary>Starts and stops a node's rooms in order, and ends the process when one of them fails for good.</summary>
internal sealed partial class NodeService(RunningNode node, IHostApplicationLifetime application, ILogger<NodeService> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopSealing = new();
    private readonly CancellationTokenSource _stopImporting = new();
    private Task _importing = Task.CompletedTask;
    private Task _sealing = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var tree = node.Chain.Tree;
        Log.Starting(logger, VersionInfo.ClientName, node.Chain.Spec.ChainId.ToString(), tree.Genesis.Hash, tree.Head.Number, tree.Head.Hash);
        _importing = WatchAsync(node.Importer.RunAsync(_stopImporting.Token), "importer");
        node.Pool.LoadJournal();
        await StartNetworkAsync(cancellationToken);
        await node.Rpc.StartAsync(cancellationToken);
        if (node.Sealing is { } sealing)
        {
            _sealing = WatchAsync(sealing.RunAsync(_stopSealing.Token), "sealing");
        }

        _watching = WatchAsync(node.Liveness.RunAsync(_stopSealing.Token), "liveness");
        Log.Started(logger, node.Network.Enode.ToString(), node.Rpc.IpcPath ?? "none");
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Log.Stopping(logger);
        await _stopSealing.CancelAsync();
        await _sealing;
        await _watching;
        await node.Rpc.StopAsync(cancellationToken);
        await node.Network.StopAsync(cancellationToken);
        await _stopImporting.CancelAsync();
        await _importing;
        Log.Stopped(logger, node.Chain.Tree.Head.Number, node.Chain.Tree.Head.Hash);
    }

    public void Dispose()
    {
        _stopSealing.Dispose();
        _stopImporting.Dispose();
    }

    private async Task StartNetworkAsync(CancellationToken cancellation)
    {
        try
        {
            await node.Network.StartAsync(cancellation);
        }
        catch (SocketException e)
        {
            var network = node.Options.Network;
            throw new IOException(
                $"Cannot listen for peers on {network.ListenAddress}:{network.Port}: {e.Message}. Choose another port with --port, or --discovery.port for UDP.", e);
        }
    }

    /// <summary>A loop that ends by a fault ends the node: a supervisor starts it again, and it opens on a consistent head.</summary>
    private async Task WatchAsync(Task loop, string name)
    {
        try
        {
            await loop;
        }
        catch (Exception fault)
        {
            Log.Failed(logger, name, fault);
            Environment.ExitCode = 1;
            application.StopApplication();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Information,
            "Starting {Client} chain-id={ChainId} genesis={Genesis} head={Number} head-hash={Hash}")]
        public static partial void Starting(ILogger logger, string client, string chainId, Hash256 genesis, ulong number, Hash256 hash);

        [LoggerMessage(8002, LogLevel.Information, "Node is up enode={Enode} ipc={Ipc}")]
        public static partial void Started(ILogger logger, string enode, string ipc);

        [LoggerMessage(8003, LogLevel.Information, "Stopping")]
        public static partial void Stopping(ILogger logger);

        [LoggerMessage(8004, LogLevel.Information, "Stopped head={Number} head-hash={Hash}")]
        public static partial void Stopped(ILogger logger, ulong number, Hash256 hash);

        [LoggerMessage(8005, LogLevel.Critical, "A part of the node failed, the node stops part={Part}")]
        public static partial void Failed(ILogger logger, string part, Exception fault);
    }
}
