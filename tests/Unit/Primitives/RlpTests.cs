using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class RlpTests
{
    [Fact]
    public void Random_trees_go_there_and_back()
    {
        var random = new RandomValues(1);
        for (var i = 0; i < 2_000; i++)
        {
            var tree = RandomTree(random, depth: 5);
            using var writer = new RlpWriter(64);
            Write(writer, tree);
            var encoded = writer.ToArray();
            var reader = new RlpReader(encoded);

            Same(tree, ref reader);
            Assert.True(reader.IsAtEnd);
            var copy = new RlpReader(encoded);
            Assert.Equal(encoded, copy.ReadRaw().ToArray());
        }
    }

    [Fact]
    public void Random_bytes_are_refused_or_encode_to_themselves()
    {
        var random = new RandomValues(2);
        var (accepted, refused) = (0, 0);
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = random.Bytes(1 + random.Next(12));
            bytes[0] = random.Bool() ? (byte)(0xb0 + random.Next(80)) : bytes[0];
            try
            {
                var reader = new RlpReader(bytes);
                using var writer = new RlpWriter();
                Copy(ref reader, writer);
                reader.ExpectEnd();
                Assert.Equal(bytes, writer.ToArray());
                accepted++;
            }
            catch (RlpException)
            {
                refused++;
            }
        }

        Assert.True(accepted > 1_000 && refused > 1_000, $"{accepted} accepted, {refused} refused");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(55)]
    [InlineData(56)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(16_777_216)]
    public void Lengths_at_the_borders_of_the_forms(int length)
    {
        var data = new byte[length];
        data.AsSpan().Fill(0x80);
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        writer.Write(data);
        writer.EndList(list);
        var reader = new RlpReader(writer.Written);
        var inner = reader.ReadList();

        Assert.True(inner.ReadBytes().SequenceEqual(data));
        inner.ExpectEnd();
        reader.ExpectEnd();
    }

    [Fact]
    public void Numbers_are_written_shortest_and_read_strictly()
    {
        var random = new RandomValues(3);
        for (var i = 0; i < 5_000; i++)
        {
            var (small, large) = (random.UInt64() >> random.Next(64), random.UInt256());
            using var writer = new RlpWriter();
            writer.Write(small);
            writer.Write(large);
            writer.Write((UInt256)small);
            var reader = new RlpReader(writer.Written);

            Assert.Equal(small, reader.ReadUInt64());
            Assert.Equal(large, reader.ReadUInt256());
            Assert.Equal(small, reader.ReadUInt64());
        }
    }

    [Theory]
    [InlineData("00")]
    [InlineData("820001")]
    [InlineData("89010000000000000000")]
    [InlineData("c0")]
    [InlineData("8101")]
    [InlineData("")]
    public void Refuses_numbers_that_are_not(string hex)
    {
        Assert.Throws<RlpException>(() => new RlpReader(Convert.FromHexString(hex)).ReadUInt64());
    }

    [Theory]
    [InlineData("02")]
    [InlineData("820100")]
    [InlineData("00")]
    public void Refuses_booleans_other_than_0_and_1(string hex)
    {
        Assert.Throws<RlpException>(() => new RlpReader(Convert.FromHexString(hex)).ReadBool());
    }

    [Fact]
    public void A_claimed_length_costs_nothing_until_it_is_checked()
    {
        byte[][] claims =
        [
            Convert.FromHexString("bb7fffffff"),
            Convert.FromHexString("bbffffffff"),
            Convert.FromHexString("bf7fffffffffffffff"),
            Convert.FromHexString("bfffffffffffffffff"),
            Convert.FromHexString("ffffffffffffffffff"),
            Convert.FromHexString("fb7fffffff"),
            Convert.FromHexString("b8"),
            Convert.FromHexString("f9ff"),
        ];
        foreach (var claim in claims)
        {
            Assert.Throws<RlpException>(() => new RlpReader(claim).Skip());
        }
    }

    [Fact]
    public void A_list_of_hashes_has_hashes_only()
    {
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        var hashes = new[] { Hash256.Zero, UInt256.MaxValue.ToHash256() };
        writer.Write(hashes[0]);
        writer.Write(hashes[1]);
        writer.EndList(list);

        Assert.Equal(hashes, new RlpReader(writer.Written).ReadHashes());
        Assert.Equal([], new RlpReader([0xc0]).ReadHashes());
        Assert.Throws<RlpException>(() => new RlpReader([0xc1, 0x80]).ReadHashes());
        Assert.Throws<RlpException>(() => new RlpReader([0xe2, 0xa1, .. new byte[33]]).ReadHashes());
        Assert.Throws<RlpException>(() => new RlpReader([0xe2, 0xa0, .. new byte[32], 0x80]).ReadHashes());
    }

    [Fact]
    public void Null_addresses_are_empty_strings()
    {
        using var writer = new RlpWriter();
        writer.Write((Address?)null);
        writer.Write((Address?)Address.FromNumber(1));
        var reader = new RlpReader(writer.Written);

        Assert.Null(reader.ReadAddressOrNull());
        Assert.Equal(Address.FromNumber(1), reader.ReadAddressOrNull());
        Assert.Throws<RlpException>(() => new RlpReader([0xc0]).ReadAddressOrNull());
        Assert.Throws<RlpException>(() => new RlpReader([0x00]).ReadAddressOrNull());
    }

    [Fact]
    public void Nested_lists_grow_the_writer()
    {
        using var writer = new RlpWriter(1);
        var starts = new Stack<int>();
        for (var i = 0; i < 300; i++)
        {
            starts.Push(writer.BeginList());
            writer.Write(new byte[i]);
        }

        while (starts.TryPop(out var start))
        {
            writer.EndList(start);
        }

        var reader = new RlpReader(writer.Written);
        for (var i = 0; i < 300; i++)
        {
            reader = reader.ReadList();
            Assert.Equal(i, reader.ReadBytes().Length);
        }

        reader.ExpectEnd();
    }

    private static object RandomTree(RandomValues random, int depth)
    {
        if (depth == 0 || random.Next(3) == 0)
        {
            return random.Bytes(random.Next(8) switch { 0 => 0, 1 => 1, 2 => 54 + random.Next(4), 3 => 250 + random.Next(10), _ => random.Next(40) });
        }

        return Enumerable.Range(0, random.Next(6)).Select(_ => RandomTree(random, depth - 1)).ToList();
    }

    private static void Write(RlpWriter writer, object tree)
    {
        if (tree is byte[] bytes)
        {
            writer.Write(bytes);
            return;
        }

        var list = writer.BeginList();
        foreach (var child in (List<object>)tree)
        {
            Write(writer, child);
        }

        writer.EndList(list);
    }

    private static void Same(object tree, ref RlpReader reader)
    {
        if (tree is byte[] bytes)
        {
            Assert.True(reader.ReadBytes().SequenceEqual(bytes));
            return;
        }

        var children = (List<object>)tree;
        var list = reader.ReadList();
        Assert.Equal(children.Count, list.CountItems());
        foreach (var child in children)
        {
            Same(child, ref list);
        }

        list.ExpectEnd();
    }

    private static void Copy(ref RlpReader reader, RlpWriter writer)
    {
        if (!reader.IsNextList)
        {
            writer.Write(reader.ReadBytes());
            return;
        }

        var inner = reader.ReadList();
        var list = writer.BeginList();
        while (!inner.IsAtEnd)
        {
            Copy(ref inner, writer);
        }

        writer.EndList(list);
    }
}
