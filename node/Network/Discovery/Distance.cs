using System.Numerics;
using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Discovery;

/// <summary>How far apart two nodes are: the exclusive or of their keys' hashes, taken as a number (discv4, "Node Identities").</summary>
internal static class Distance
{
    /// <summary>Number of bits of the distance: 0 for the same node, 256 for half of all nodes.</summary>
    public static int Bits(in Hash256 a, in Hash256 b)
    {
        for (var i = 0; i < Hash256.Size; i++)
        {
            var difference = a.Bytes[i] ^ b.Bytes[i];
            if (difference != 0)
            {
                return (8 * (Hash256.Size - i)) - (BitOperations.LeadingZeroCount((uint)difference) - 24);
            }
        }

        return 0;
    }

    /// <summary>Below zero when <paramref name="a"/> is nearer to the target than <paramref name="b"/>.</summary>
    public static int Compare(in Hash256 target, in Hash256 a, in Hash256 b)
    {
        for (var i = 0; i < Hash256.Size; i++)
        {
            var order = (a.Bytes[i] ^ target.Bytes[i]) - (b.Bytes[i] ^ target.Bytes[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>The nodes nearest to a target, nearest first, at most so many.</summary>
    public static DiscoveredNode[] Nearest(IEnumerable<DiscoveredNode> nodes, Hash256 target, int count)
    {
        var order = Comparer<Hash256>.Create((a, b) => Compare(target, a, b));
        return [.. nodes.OrderBy(node => node.Hash, order).Take(count)];
    }
}
