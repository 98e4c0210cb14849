using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Discovery;

/// <summary>The nodes that we know, in buckets by distance (discv4, "Kademlia Table").</summary>
/// <remarks>
/// Thread: any. Bounded: 17 buckets of 16 nodes and 10 spares; at most 10 of one /24 network in all and 2 in a bucket, as in geth.
/// Differs from geth: only nodes that answered a ping get in, so what we pass on to others was true at some time.
/// </remarks>
internal sealed class NodeTable
{
    /// <summary>Of 256 possible distances the upper 17 have a bucket each; all nearer ones, of which there are next to none, share the first.</summary>
    private const int BucketCount = 17;

    private const int MaxPerSubnet = 10;

    private readonly Lock _tableLock = new();
    private readonly Hash256 _self;
    private readonly Dice _dice;
    private readonly NetworkMetrics _metrics;
    private readonly Bucket[] _buckets;
    private int _counted;

    public NodeTable(NodeId self, Dice dice, NetworkMetrics metrics)
    {
        _self = self.ToHash();
        _dice = dice;
        _metrics = metrics;
        var limit = new SubnetLimit(MaxPerSubnet);
        _buckets = [.. Enumerable.Range(0, BucketCount).Select(_ => new Bucket(limit))];
    }

    /// <summary>Nodes, without the spare ones.</summary>
    public IReadOnlyList<TableEntry> Entries
    {
        get
        {
            lock (_tableLock)
            {
                return [.. _buckets.SelectMany(bucket => bucket.Entries)];
            }
        }
    }

    /// <summary>Takes in a node that has just answered a ping. Whether there is room is decided here.</summary>
    public void Add(DiscoveredNode node, DateTimeOffset now)
    {
        lock (_tableLock)
        {
            if (node.Hash != _self)
            {
                BucketOf(node.Hash).Add(new TableEntry(node, now));
                Count();
            }
        }
    }

    /// <summary>Forgets a node that does not answer.</summary>
    public void Remove(DiscoveredNode node)
    {
        lock (_tableLock)
        {
            BucketOf(node.Hash).Remove(node.Id, _dice.Next);
            Count();
        }
    }

    /// <summary>The nodes nearest to a target, nearest first.</summary>
    public DiscoveredNode[] Nearest(in Hash256 target, int count) => Distance.Nearest(Entries.Select(entry => entry.Node), target, count);

    /// <summary>The node of a random bucket that has not answered for longest; null when there is none.</summary>
    public DiscoveredNode? NextToCheck()
    {
        lock (_tableLock)
        {
            var filled = Array.FindAll(_buckets, bucket => bucket.Entries.Count > 0);
            return filled.Length == 0 ? null : filled[_dice.Next(filled.Length)].Entries[^1].Node;
        }
    }

    private Bucket BucketOf(in Hash256 hash) => _buckets[Math.Max(0, Distance.Bits(_self, hash) - (8 * Hash256.Size) + BucketCount - 1)];

    private void Count()
    {
        var count = _buckets.Sum(bucket => bucket.Entries.Count);
        _metrics.TableChanged(count - _counted);
        _counted = count;
    }
}
