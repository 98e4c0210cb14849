using System.Globalization;
using System.Net;
using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Discovery;

/// <summary>The table on disk, so that a node that starts again needs no bootnode.</summary>
/// <remarks>
/// Text, one node a line: enode URL, space, Unix time in seconds of its last answer. Written beside and moved, so that a crash leaves the old one. A line
/// that cannot be read is left out: nothing here is believed, each node is pinged before it is used.
/// Thread: one at a time.
/// </remarks>
internal sealed class NodesFile(string path)
{
    /// <summary>What is older is not worth a ping: geth's figure.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(5);

    private const int MaxNodes = 1024;

    /// <summary>Reads the nodes that answered not too long ago, the newest answer first.</summary>
    public IReadOnlyList<DiscoveredNode> Load(DateTimeOffset now)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        return
        [
            .. File.ReadLines(path).Take(MaxNodes)
                .Select(Read)
                .OfType<TableEntry?>()
                .Select(entry => entry!.Value)
                .Where(entry => entry.LastPong + MaxAge > now)
                .OrderByDescending(entry => entry.LastPong)
                .Select(entry => entry.Node),
        ];
    }

    /// <summary>Writes the nodes.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Save(IEnumerable<TableEntry> entries)
    {
        var beside = path + ".new";
        File.WriteAllLines(beside, entries.Take(MaxNodes).Select(entry =>
            string.Create(CultureInfo.InvariantCulture, $"{entry.Node.ToEnode()} {entry.LastPong.ToUnixTimeSeconds()}")));
        File.Move(beside, path, overwrite: true);
    }

    private static TableEntry? Read(string line)
    {
        var parts = line.Split(' ');
        return parts.Length == 2
            && Enode.TryParse(parts[0], out var enode, out _)
            && IPAddress.TryParse(enode.Host, out var address)
            && uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new TableEntry(new DiscoveredNode(enode.Id, address, enode.DiscoveryPort, enode.Port), DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;
    }
}
