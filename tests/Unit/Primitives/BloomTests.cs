using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class BloomTests
{
    [Fact]
    public void Has_the_bits_of_a_known_receipt()
    {
        // The log of Besu's eth/66 receipt: address 0x11, topics 0xdead and 0xbeef.
        var log = new Log(Address.FromNumber(0x11), new[] { new UInt256(0xdead, 0, 0, 0).ToHash256(), new UInt256(0xbeef, 0, 0, 0).ToHash256() }, new byte[3]);
        var bloom = Bloom.Of([log]);

        Assert.True(bloom.MayContain(Address.FromNumber(0x11).Bytes));
        Assert.True(bloom.MayContain(log.Topics.Span[0].Bytes));
        Assert.False(bloom.MayContain(Address.FromNumber(0x12).Bytes));
        Assert.InRange(bloom.Bytes.ToArray().Sum(b => System.Numerics.BitOperations.PopCount(b)), 3, 9);
    }

    [Fact]
    public void Bits_are_counted_from_the_end_of_the_filter()
    {
        // Yellow Paper 4.3.1: bit number = low 11 bits of each of the first three pairs of the hash, bit 0 in the last byte.
        var item = "item"u8.ToArray();
        var hash = PoaSidechain.Primitives.Crypto.Keccak256.Hash(item);
        var bloom = new Bloom();
        bloom.Add(item);
        var number = new System.Numerics.BigInteger(bloom.Bytes, isUnsigned: true, isBigEndian: true);
        var expected = System.Numerics.BigInteger.Zero;
        for (var pair = 0; pair < 3; pair++)
        {
            expected |= System.Numerics.BigInteger.One << (((hash.Bytes[2 * pair] << 8) | hash.Bytes[(2 * pair) + 1]) & 2047);
        }

        Assert.Equal(expected, number);
    }

    [Fact]
    public void A_receipt_whose_bloom_is_not_that_of_its_logs_is_refused()
    {
        var reader = new RlpReader(Convert.FromHexString(
            Vectors.Json("network-clique.tar.gz", "network/besu-eth66/ReceiptsPacket66.json").GetProperty("rlp").GetString()![2..]));
        var packet = reader.ReadList();
        packet.Skip();
        var blocks = packet.ReadList();
        var receipts = blocks.ReadList();

        // Besu's packet has logs but an empty bloom: a receipt that must be refused.
        var refused = false;
        try
        {
            Receipt.Decode(ref receipts);
        }
        catch (RlpException e)
        {
            refused = e.Message.Contains("bloom", StringComparison.Ordinal);
        }

        Assert.True(refused);
    }

    [Fact]
    public void Union_holds_both()
    {
        var random = new RandomValues(4);
        var (a, b) = (new Bloom(), new Bloom());
        var items = Enumerable.Range(0, 40).Select(_ => random.Bytes(32)).ToList();
        foreach (var (item, i) in items.Select((item, i) => (item, i)))
        {
            (i % 2 == 0 ? a : b).Add(item);
        }

        a.Add(b);

        Assert.All(items, item => Assert.True(a.MayContain(item)));
        Assert.Equal(a, new Bloom(a.Bytes));
        Assert.Same(Bloom.Empty, Bloom.Of([]));
        Assert.False(Bloom.Empty.Bytes.ContainsAnyExcept((byte)0));
    }
}
