using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Discovery;

/// <summary>Finds the nodes nearest to a key by asking ever nearer ones (discv4, "Recursive Lookup").</summary>
/// <remarks>Thread: any number at a time.</remarks>
internal sealed class NodeLookup(DiscoveryProtocol protocol, NodeTable table, DiscoveryServices services)
{
    /// <summary>Nodes asked at a time: the α of discv4.</summary>
    private const int Concurrency = 3;

    /// <summary>The nodes nearest to a key that were heard of, nearest first, at most 16. Not all of them need be there.</summary>
    public async Task<IReadOnlyList<DiscoveredNode>> RunAsync(NodeId target, CancellationToken cancellation)
    {
        var started = services.Time.GetTimestamp();
        var hash = target.ToHash();
        var asked = new HashSet<NodeId>();
        var silent = new HashSet<NodeId>();
        var known = table.Nearest(hash, Bucket.Size);
        while (true)
        {
            DiscoveredNode[] next = [.. known.Where(node => !asked.Contains(node.Id)).Take(Concurrency)];
            if (next.Length == 0)
            {
                services.Metrics.LookupDone(services.Time.GetElapsedTime(started));
                return known;
            }

            var answers = await Task.WhenAll(next.Select(node => protocol.FindNodeAsync(node, target, cancellation)));
            asked.UnionWith(next.Select(node => node.Id));
            silent.UnionWith(next.Where((_, i) => answers[i] is null).Select(node => node.Id));
            var heard = answers.OfType<IReadOnlyList<DiscoveredNode>>().SelectMany(nodes => nodes);
            // Who does not answer is left out for good, so that one who is gone does not keep a living one out of the 16.
            known = Distance.Nearest(known.Concat(heard).Where(node => !silent.Contains(node.Id)).DistinctBy(node => node.Id), hash, Bucket.Size);
        }
    }

    /// <summary>A random key, to walk through the network without anybody knowing where one will look.</summary>
    public NodeId RandomTarget()
    {
        Span<byte> bytes = stackalloc byte[NodeId.Size];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)services.Dice.Next(256);
        }

        return NodeId.FromPublicKey(bytes);
    }
}
