using PoaSidechain.Primitives;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class UInt256TextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("0X")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1_000")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("ff")]
    [InlineData("0x0x1")]
    [InlineData("0xg")]
    [InlineData("0x-1")]
    [InlineData("٣")]
    [InlineData("0x10000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("115792089237316195423570985008687907853269984665640564039457584007913129639936")]
    [InlineData("999999999999999999999999999999999999999999999999999999999999999999999999999999999")]
    public void Refuses_text_that_is_no_number_below_2_to_256(string text)
    {
        Assert.False(UInt256.TryParse(text, out var value));
        Assert.Equal(UInt256.Zero, value);
        Assert.Throws<FormatException>(() => UInt256.Parse(text));
    }

    [Theory]
    [InlineData("115792089237316195423570985008687907853269984665640564039457584007913129639935")]
    [InlineData("000115792089237316195423570985008687907853269984665640564039457584007913129639935")]
    [InlineData("0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("0X000FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    public void Reads_the_largest_number(string text)
    {
        Assert.Equal(UInt256.MaxValue, UInt256.Parse(text));
    }

    [Fact]
    public void Conversions_narrow_only_what_fits()
    {
        Assert.Equal(5UL, (ulong)(UInt256)5);
        Assert.Equal(UInt256.MaxValue >> 128, (UInt256)UInt128.MaxValue);
        Assert.Equal(UInt256.One << 64, (UInt256)((UInt128)1 << 64));
        Assert.Throws<OverflowException>(() => (ulong)(UInt256.One << 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => (UInt256)(-1));
        Assert.Throws<ArgumentException>(() => UInt256.FromBigEndian(new byte[33]));
    }
}
