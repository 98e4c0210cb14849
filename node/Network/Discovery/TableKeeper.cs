using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Discovery;

/// <summary>Fills the table, checks that its nodes are there, and remembers them.</summary>
/// <remarks>Thread: each loop once.</remarks>
internal sealed partial class TableKeeper(
    DiscoveryOptions options, DiscoveryProtocol protocol, NodeLookup lookup, NodeTable table, NodeId self, DiscoveryServices services)
{
    /// <summary>The table is filled anew after so long: geth's figure.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan SaveInterval = TimeSpan.FromMinutes(5);

    /// <summary>Searches for random keys each time, besides the one for our own neighbourhood.</summary>
    private const int RandomLookups = 3;

    /// <summary>Remembered nodes that are pinged on start, the newest first.</summary>
    private const int MaxSeeds = 30;

    private readonly NodesFile? _file = options.NodesFile is { } path ? new NodesFile(path) : null;

    /// <summary>Fills the table: at start, every half hour, and soon again while it is empty.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        var remembered = Load();
        while (true)
        {
            var seeds = remembered.Concat(await ResolveAsync(options.Bootnodes, cancellation)).Where(node => node.Id != self).DistinctBy(node => node.Id);
            await Task.WhenAll(seeds.Select(node => protocol.PingAsync(node, cancellation)));
            await lookup.RunAsync(self, cancellation);
            for (var i = 0; i < RandomLookups && table.Entries.Count > 0; i++)
            {
                await lookup.RunAsync(lookup.RandomTarget(), cancellation);
            }

            Log.Refreshed(services.Logger, table.Entries.Count);
            await Task.Delay(table.Entries.Count == 0 ? services.Dice.Jitter(options.SearchInterval) : RefreshInterval, services.Time, cancellation);
        }
    }

    /// <summary>Pings the node that has been silent for longest in a random bucket, again and again.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(services.Dice.Jitter(options.CheckInterval / 2), services.Time, cancellation);
            if (table.NextToCheck() is { } node && !await protocol.PingAsync(node, cancellation))
            {
                table.Remove(node);
            }
        }
    }

    /// <summary>Remembers the table now and then; the last time is when the node stops.</summary>
    public async Task SaveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(SaveInterval, services.Time, cancellation);
            Save();
        }
    }

    /// <summary>Remembers the table.</summary>
    public void Save()
    {
        try
        {
            if (table.Entries is { Count: > 0 } entries) // an empty table after a night without network is no reason to forget
            {
                _file?.Save(entries);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotSaved(services.Logger, options.NodesFile!, e.Message);
        }
    }

    private DiscoveredNode[] Load()
    {
        try
        {
            return [.. (_file?.Load(services.Time.GetUtcNow()) ?? []).Take(MaxSeeds)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotLoaded(services.Logger, options.NodesFile!, e.Message);
            return [];
        }
    }

    private async Task<IReadOnlyList<DiscoveredNode>> ResolveAsync(IReadOnlyList<Enode> enodes, CancellationToken cancellation)
    {
        var nodes = new List<DiscoveredNode>();
        foreach (var enode in enodes)
        {
            try
            {
                var addresses = await Dns.GetHostAddressesAsync(enode.Host, cancellation);
                nodes.AddRange(addresses.OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).Take(1).Select(address => new DiscoveredNode(enode.Id, AddressKinds.Plain(address), enode.DiscoveryPort, enode.Port)));
            }
            catch (SocketException e)
            {
                Log.Unresolved(services.Logger, enode, e.Message);
            }
        }

        return nodes;
    }

    private static partial class Log
    {
        [LoggerMessage(6042, LogLevel.Debug, "Discovery knows {Nodes} nodes")]
        public static partial void Refreshed(ILogger logger, int nodes);

        [LoggerMessage(6043, LogLevel.Warning, "Bootnode {Node} is not found: {Detail}")]
        public static partial void Unresolved(ILogger logger, Enode node, string detail);

        [LoggerMessage(6044, LogLevel.Warning, "Known nodes could not be saved to {File}: {Detail}")]
        public static partial void NotSaved(ILogger logger, string file, string detail);

        [LoggerMessage(6045, LogLevel.Warning, "Known nodes could not be read from {File}: {Detail}")]
        public static partial void NotLoaded(ILogger logger, string file, string detail);
    }
}
