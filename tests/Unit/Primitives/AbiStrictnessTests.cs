using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class AbiStrictnessTests
{
    private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string Word1 = "0000000000000000000000000000000000000000000000000000000000000001";
    private const string Word32 = "0000000000000000000000000000000000000000000000000000000000000020";
    private const string Ones = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    [Theory]
    [InlineData("(uint8)", "0000000000000000000000000000000000000000000000000000000000000100")]
    [InlineData("(int8)", "0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("(int8)", "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("(address)", "0000000000000000000000010000000000000000000000000000000000000000")]
    [InlineData("(bool)", "0000000000000000000000000000000000000000000000000000000000000002")]
    [InlineData("(bool)", "0100000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("(bytes4)", "0000000001000000000000000000000000000000000000000000000000000000")]
    [InlineData("(uint256)", "")]
    [InlineData("(uint256)", "00")]
    [InlineData("(uint256[2])", Zero)]
    [InlineData("(bytes)", Ones)] // offset behind the data
    [InlineData("(bytes)", Word32)] // offset to the end of the data
    [InlineData("(bytes)", Word32 + Word1)] // length without its bytes
    [InlineData("(bytes)", Word32 + Ones)]
    [InlineData("(string)", Word32 + "0000000000000000000000000000000000000000000000000000000100000000")]
    [InlineData("(uint256[])", Word32 + "0000000000000000000000000000000000000000000000000fffffffffffffff")]
    [InlineData("(uint256[])", Word32 + Word1)]
    [InlineData("((uint256,string))", Zero)]
    [InlineData("(string[2])", Word32 + Zero)]
    public void Data_that_does_not_hold_its_values_is_refused(string types, string hex)
    {
        Assert.Throws<AbiException>(() => AbiDecoder.Decode(types, Convert.FromHexString(hex)));
    }

    [Fact]
    public void Padding_behind_bytes_may_be_missing_but_not_the_bytes()
    {
        var data = Convert.FromHexString(Word32 + Word1 + "ab");

        Assert.Equal([0xab], AbiDecoder.Decode("(bytes)", data).Get<ReadOnlyMemory<byte>>(0).ToArray());
    }

    [Fact]
    public void Data_cannot_be_made_to_multiply()
    {
        // 64 elements on each of 6 levels, all the same: 2^36 values out of 12 KiB.
        AbiParameter[] parameters = [new AbiParameter("", AbiType.Parse("uint256[][][][][][]"))];

        Assert.False(AbiDecoder.TryDecode(parameters, Bomb(6, 64), out _, out var problem));
        Assert.Equal("The data refers to the same bytes over and over.", problem);
        Assert.True(AbiDecoder.TryDecode(parameters, Bomb(6, 1), out _, out _));
    }

    [Fact]
    public void Random_data_never_does_worse_than_to_be_refused()
    {
        var random = new RandomValues(1);
        string[] types = ["(bytes,string[],(uint256,bytes)[])", "(uint256[][],address)", "(int64[3],bool,bytes7)", "((string,(bytes[],uint8))[2])"];
        for (var i = 0; i < 50_000; i++)
        {
            var data = random.Bytes(32 * random.Next(16));
            for (var at = 0; at < data.Length; at += 32)
            {
                data.AsSpan(at, 30 + random.Next(3)).Clear();
            }

            AbiDecoder.TryDecode([new AbiParameter("", AbiType.Parse(types[i % types.Length]))], data, out _, out _);
        }
    }

    [Theory]
    [InlineData("(uint8)", 256L)]
    [InlineData("(uint8)", -1L)]
    [InlineData("(int8)", 128L)]
    [InlineData("(int8)", -129L)]
    public void Numbers_that_do_not_fit_are_refused(string types, long value)
    {
        Assert.Throws<AbiException>(() => AbiEncoder.Encode(types, value));
    }

    [Fact]
    public void Numbers_at_the_border_fit()
    {
        Assert.Equal(255, AbiEncoder.Encode("(uint8)", 255L)[31]);
        Assert.Equal(0x80, AbiEncoder.Encode("(int8)", -128L)[31]);
        Assert.Equal(0xff, AbiEncoder.Encode("(int8)", -128L)[0]);
        Assert.Equal(long.MinValue, (long)AbiDecoder.Decode("(int64)", AbiEncoder.Encode("(int64)", long.MinValue)).Get<UInt256>(0).Low64);
        Assert.Equal(Convert.FromHexString(Ones), AbiEncoder.Encode("(int256)", -1));
    }

    [Fact]
    public void Values_of_the_wrong_kind_are_refused()
    {
        Assert.Throws<AbiException>(() => AbiEncoder.Encode("(address)", UInt256.One));
        Assert.Throws<AbiException>(() => AbiEncoder.Encode("(bool)", 1UL));
        Assert.Throws<AbiException>(() => AbiEncoder.Encode("(bytes4)", new byte[3]));
        Assert.Throws<AbiException>(() => AbiEncoder.Encode("(bytes)", "text"));
        Assert.Throws<AbiException>(() => AbiEncoder.Encode("(string)", new byte[3]));
        Assert.Throws<AbiException>(() => AbiEncoder.Encode("(uint256[])", UInt256.One));
        Assert.Throws<AbiException>(() => AbiEncoder.Encode("(uint256[2])", (object)new[] { UInt256.One }));
        Assert.Throws<AbiException>(() => AbiEncoder.Encode("((uint256,bool))", (object)new object[] { 1UL }));
        Assert.Throws<AbiException>(() => AbiEncoder.Encode("(uint256)"));
        Assert.Throws<AbiException>(() => AbiEncoder.Encode("(uint256)", null!, null!));
    }

    /// <summary>Nested arrays of which every level has the same elements: each points to the one list of the next level.</summary>
    private static byte[] Bomb(int levels, int elements)
    {
        var writer = new AbiWriter();
        writer.WriteNumber(writer.Reserve(32), 32);
        for (var level = 1; level < levels; level++)
        {
            writer.WriteNumber(writer.Reserve(32), elements);
            var start = writer.Reserve(32 * elements);
            for (var i = 0; i < elements; i++)
            {
                writer.WriteNumber(start + (32 * i), 32 * elements);
            }
        }

        writer.WriteNumber(writer.Reserve(32), elements);
        writer.Reserve(32 * elements);
        return writer.ToArray();
    }
}
