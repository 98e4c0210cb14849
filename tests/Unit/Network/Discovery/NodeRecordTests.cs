using System.Net;
using System.Text.Json;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Primitives.Specs;
using Xunit;

namespace PoaSidechain.Tests.Unit.Network.Discovery;

/// <summary>Node records: the example of EIP-778, and what is no record.</summary>
public sealed class NodeRecordTests
{
    // Read when first asked for: a skip thrown by a static initializer would be a failure.
    private static readonly Lazy<JsonElement> ReadExample = new(() => TestKit.Vectors.Json("network-clique.tar.gz", "network/enr/enr.json"));

    private static readonly Lazy<PrivateKey> ReadKey = new(() => new PrivateKey(Hex.Decode(Text("private_key"))));

    private static JsonElement Example => ReadExample.Value;

    private static PrivateKey Key => ReadKey.Value;

    [Fact]
    public void Reads_the_example()
    {
        Assert.Equal(DiscoveryFault.None, NodeRecord.TryParse(Text("text"), out var record));

        Assert.Equal(NodeId.Of(Key), record!.Id);
        Assert.Equal(Text("node_id"), Convert.ToHexStringLower(record.Id.ToHash().Bytes));
        Assert.Equal((1UL, IPAddress.Loopback, 30303), (record.Sequence, record.Address, record.UdpPort));
        Assert.Null(record.TcpPort);
        Assert.Null(record.ForkId);
        Assert.Equal(Text("text"), record.ToString());
    }

    [Fact]
    public void Makes_the_example() =>
        Assert.Equal(Text("text"), NodeRecord.Sign(Key, 1, new DiscoveryEndpoint(IPAddress.Loopback, 30303, 0), null).ToString());

    [Fact]
    public void Carries_the_fork_id_and_both_kinds_of_address()
    {
        var forks = new ForkId(0xfc64ec04, 1150000);
        var record = NodeRecord.Sign(Key, 7, new DiscoveryEndpoint(IPAddress.IPv6Loopback, 30301, 30302), forks);

        Assert.Equal(DiscoveryFault.None, NodeRecord.TryDecode(record.Rlp.Span, out var read));

        Assert.Equal((forks, IPAddress.IPv6Loopback, 30301, 30302), (read!.ForkId, read.Address, read.UdpPort, read.TcpPort));
    }

    [Fact]
    public void Refuses_what_is_no_record()
    {
        Assert.Equal(DiscoveryFault.RecordTooLarge, Decode(new byte[301]));
        Assert.Equal(DiscoveryFault.RecordMalformed, Decode([]));
        Assert.Equal(DiscoveryFault.RecordMalformed, NodeRecord.TryParse("enr:??", out _));
        Assert.Equal(DiscoveryFault.RecordMalformed, NodeRecord.TryParse("enode:" + Text("text")[4..], out _));
        Assert.Equal(DiscoveryFault.RecordMalformed, Decode(Make(("id", "v4")))); // no key
        Assert.Equal(DiscoveryFault.RecordUnknownScheme, Decode(Make(("id", "v5"))));
        Assert.Equal(DiscoveryFault.RecordUnsorted, Decode(Make(("ip", "aaaa"), ("id", "v4"))));
        Assert.Equal(DiscoveryFault.RecordUnsorted, Decode(Make(("id", "v4"), ("id", "v4"))));
    }

    [Fact]
    public void Refuses_a_record_that_was_changed()
    {
        var record = NodeRecord.Sign(Key, 1, new DiscoveryEndpoint(IPAddress.Loopback, 30303, 0), null).Rlp.ToArray();

        record[^1] ^= 1; // the port

        Assert.Equal(DiscoveryFault.RecordInvalidSignature, Decode(record));
    }

    private static DiscoveryFault Decode(byte[] rlp) => NodeRecord.TryDecode(rlp, out _);

    private static byte[] Make(params (string Key, string Value)[] pairs)
    {
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        writer.Write(new byte[64]);
        writer.Write(1UL);
        foreach (var (key, value) in pairs)
        {
            writer.WriteText(key);
            writer.WriteText(value);
        }

        writer.EndList(list);
        return writer.ToArray();
    }

    private static string Text(string name) => Example.GetProperty(name).GetString()!;
}
