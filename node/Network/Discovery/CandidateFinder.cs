using Microsoft.Extensions.Logging;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Network.Discovery;

/// <summary>Finds nodes worth dialling: they listen, and their record does not speak of another chain.</summary>
/// <remarks>Thread: one search at a time.</remarks>
/// <param name="protocol">Asks nodes.</param>
/// <param name="lookup">Finds them.</param>
/// <param name="table">Knows them.</param>
/// <param name="isCompatible">Whether a fork id may be on our chain (EIP-2124).</param>
/// <param name="services">Clock, counters, log.</param>
internal sealed partial class CandidateFinder(
    DiscoveryProtocol protocol, NodeLookup lookup, NodeTable table, Func<ForkId, bool> isCompatible, DiscoveryServices services)
{
    /// <summary>A record is believed for so long before it is asked for again.</summary>
    private static readonly TimeSpan VerdictLifetime = TimeSpan.FromMinutes(10);

    /// <summary>A node that does not send its record is asked again after so long.</summary>
    private static readonly TimeSpan SilenceLifetime = TimeSpan.FromMinutes(1);

    private const int MaxVerdicts = 4096;

    private readonly LruCache<NodeId, (bool IsFit, DateTimeOffset Until)> _verdicts = new(MaxVerdicts);

    /// <summary>Looks around once and says whom one may dial, in no order.</summary>
    public async Task<IReadOnlyList<Enode>> FindAsync(CancellationToken cancellation)
    {
        var found = await lookup.RunAsync(lookup.RandomTarget(), cancellation);
        var nodes = table.Entries.Select(entry => entry.Node).Concat(found).DistinctBy(node => node.Id).Where(node => node.TcpPort > 0).ToArray();
        var fit = await Task.WhenAll(nodes.Select(node => IsFitAsync(node, cancellation)));
        return [.. nodes.Where((_, i) => fit[i]).Select(node => node.ToEnode())];
    }

    private async Task<bool> IsFitAsync(DiscoveredNode node, CancellationToken cancellation)
    {
        if (_verdicts.TryGet(node.Id, out var verdict) && verdict.Until > services.Time.GetUtcNow())
        {
            return verdict.IsFit;
        }

        var record = await protocol.GetRecordAsync(node, cancellation);
        if (record is null)
        {
            // Many do not speak EIP-868, and silence says nothing about the chain: Status will. But it must have answered a ping.
            var isThere = table.Entries.Any(entry => entry.Node.Id == node.Id);
            _verdicts.Set(node.Id, (isThere, services.Time.GetUtcNow() + SilenceLifetime));
            return isThere;
        }

        var isFit = record.ForkId is not { } forkId || isCompatible(forkId);
        if (!isFit)
        {
            services.Metrics.DiscoveryRefused(DiscoveryFault.IncompatibleFork);
            Log.OtherChain(services.Logger, node.Id, record.ForkId!.Value);
        }

        _verdicts.Set(node.Id, (isFit, services.Time.GetUtcNow() + VerdictLifetime));
        return isFit;
    }

    private static partial class Log
    {
        [LoggerMessage(6046, LogLevel.Debug, "Node {NodeId} is not dialled: its fork id is {ForkId}")]
        public static partial void OtherChain(ILogger logger, NodeId nodeId, ForkId forkId);
    }
}
