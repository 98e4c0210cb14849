using System.Net;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Network.Discovery;

/// <summary>The table's bounds, its order, what it remembers, and whom it passes on.</summary>
public sealed class NodeTableTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private readonly NodeTable _table = NewTable();

    [Fact]
    public void Holds_sixteen_nodes_of_one_distance_and_keeps_the_old_ones()
    {
        var far = AtDistance(256, 40);
        foreach (var node in far)
        {
            _table.Add(node, Now);
        }

        Assert.Equal(far.Take(16).Select(node => node.Id).ToHashSet(), _table.Entries.Select(entry => entry.Node.Id).ToHashSet());

        // One that is gone makes room for one of the ten newest that wait.
        _table.Remove(far[0]);
        var newcomer = Assert.Single(_table.Entries, entry => !far.Take(16).Contains(entry.Node));
        Assert.Contains(newcomer.Node, far.Skip(30));
    }

    [Fact]
    public void Checks_who_was_silent_for_longest()
    {
        var nodes = AtDistance(256, 3);
        Array.ForEach(nodes, node => _table.Add(node, Now));

        _table.Add(nodes[0], Now);

        Assert.Equal(nodes[1], _table.NextToCheck());
        Assert.Null(NewTable().NextToCheck());
    }

    [Fact]
    public void Takes_two_of_a_network_in_a_bucket_and_ten_in_all()
    {
        var nodes = Enumerable.Range(0, 400).Select(i => Node(i, $"8.8.8.{i % 250}")).ToArray();

        Array.ForEach(nodes, node => _table.Add(node, Now));

        var kept = _table.Entries.Select(entry => Distance.Bits(Us, entry.Node.Hash)).ToArray();
        Assert.Equal(10, kept.Length);
        Assert.All(kept.GroupBy(bits => bits), bucket => Assert.InRange(bucket.Count(), 1, 2));

        // Their places are free again once they are gone.
        Array.ForEach(nodes, node => _table.Remove(node));
        Assert.Empty(_table.Entries);
        _table.Add(Node(1000, "8.8.8.1"), Now);
        Assert.Single(_table.Entries);
    }

    [Fact]
    public void A_node_that_moves_is_known_by_its_new_address_unless_that_network_is_full()
    {
        var nodes = AtDistance(256, 4);
        _table.Add(nodes[0] with { Address = IPAddress.Parse("8.8.8.1") }, Now);
        _table.Add(nodes[1] with { Address = IPAddress.Parse("8.8.8.2") }, Now);
        _table.Add(nodes[2] with { Address = IPAddress.Parse("8.8.4.1") }, Now);

        _table.Add(nodes[2] with { Address = IPAddress.Parse("8.8.8.3") }, Now);
        _table.Add(nodes[1] with { Address = IPAddress.Parse("9.9.9.9") }, Now);

        Assert.Equal(
            ["8.8.8.1", "9.9.9.9", "8.8.4.1"],
            nodes.Take(3).Select(node => _table.Entries.Single(entry => entry.Node.Id == node.Id).Node.Address.ToString()));
    }

    [Fact]
    public void Finds_the_nearest()
    {
        var nodes = Enumerable.Range(0, 100).Select(i => Node(i, $"10.0.0.{i}")).ToArray();
        Array.ForEach(nodes, node => _table.Add(node, Now));
        var target = Keccak256Of("target");

        var nearest = _table.Nearest(target, 5);

        Assert.Equal(_table.Entries.Select(entry => entry.Node).OrderBy(node => node.Hash.ToUInt256() ^ target.ToUInt256()).Take(5), nearest);
    }

    [Theory]
    [InlineData("8.8.8.8", "9.9.9.9", 30303, "None")]
    [InlineData("8.8.8.8", "127.0.0.1", 30303, "UnusableAddress")]
    [InlineData("8.8.8.8", "192.168.1.1", 30303, "UnusableAddress")]
    [InlineData("192.168.1.2", "192.168.1.1", 30303, "None")]
    [InlineData("192.168.1.2", "127.0.0.1", 30303, "UnusableAddress")]
    [InlineData("127.0.0.1", "127.0.0.1", 30303, "None")]
    [InlineData("8.8.8.8", "224.0.0.1", 30303, "UnusableAddress")]
    [InlineData("8.8.8.8", "0.0.0.0", 30303, "UnusableAddress")]
    [InlineData("8.8.8.8", "9.9.9.9", 53, "LowPort")]
    public void Judges_nodes_that_others_name(string sender, string address, int port, string expected)
    {
        var node = Node(1, address) with { UdpPort = port };

        Assert.Equal(expected, RelayRules.Check(IPAddress.Parse(sender), node, new NetworkRestriction([])).ToString());
    }

    [Fact]
    public void Refuses_ids_that_are_no_keys_and_addresses_outside_the_allowed_networks()
    {
        var noKey = new DiscoveredNode(new NodeId(Hash256.Zero, Hash256.Zero), IPAddress.Parse("9.9.9.9"), 30303, 30303);

        Assert.Equal(DiscoveryFault.InvalidId, RelayRules.Check(IPAddress.Parse("8.8.8.8"), noKey, new NetworkRestriction([])));
        Assert.Equal(
            DiscoveryFault.RestrictedAddress,
            RelayRules.Check(IPAddress.Parse("8.8.8.8"), Node(1, "9.9.9.9"), new NetworkRestriction([IPNetwork.Parse("8.0.0.0/8")])));
    }

    [Fact]
    public void Is_remembered_in_a_file_of_which_bad_and_old_lines_are_left_out()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        var file = new NodesFile(path);
        var (old, first, second) = (Node(1, "8.8.8.8"), Node(2, "9.9.9.9") with { UdpPort = 4444 }, Node(3, "2600::1"));
        try
        {
            Assert.Empty(file.Load(Now));

            file.Save([new TableEntry(old, Now - NodesFile.MaxAge), new TableEntry(first, Now), new TableEntry(second, Now.AddSeconds(1))]);
            File.AppendAllText(path, "enode://nonsense 1\n\n" + first.ToEnode() + "\n");

            Assert.Equal([second, first], file.Load(Now));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Hash256 Us => NodeId.Of(TestKeys.Named("us")).ToHash();

    private static NodeTable NewTable()
    {
        var services = TestDiscovery.Services(TimeProvider.System);
        return new NodeTable(NodeId.Of(TestKeys.Named("us")), services.Dice, services.Metrics);
    }

    private static DiscoveredNode Node(int i, string address) => new(NodeId.Of(TestKeys.Named($"node {i}")), IPAddress.Parse(address), 30303, 30303);

    private static DiscoveredNode[] AtDistance(int bits, int count) =>
        [.. Enumerable.Range(0, 1000).Select(i => Node(i, $"10.0.0.{i % 250}")).Where(node => Distance.Bits(Us, node.Hash) == bits).Take(count)];

    private static Hash256 Keccak256Of(string text) => Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(text));
}
