using PoaSidechain.Console.Bridge;
using PoaSidechain.Primitives;
using Xunit;

namespace PoaSidechain.Tests.Unit.Console;

/// <summary>Amounts as people read and type them: exact, or refused.</summary>
public sealed class AssetTests
{
    private static readonly Asset Cents = new(Address.FromNumber(1), "CENT", 2, Address.Zero);
    private static readonly Asset Whole = new(Address.FromNumber(2), "ONE", 0, Address.Zero);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "0.000000000000000001")]
    [InlineData("1000000000000000000", "1")]
    [InlineData("1500000000000000000", "1.5")]
    [InlineData("115792089237316195423570985008687907853269984665640564039457584007913129639935", "115792089237316195423570985008687907853269984665640564039457.584007913129639935")]
    public void Ether_is_shown_exactly_and_read_back(string wei, string text)
    {
        var amount = UInt256.Parse(wei);

        Assert.Equal(text, Asset.Ether.Format(amount));
        if (!amount.IsZero)
        {
            Assert.True(Asset.Ether.TryParse(text, out var read, out _));
            Assert.Equal(amount, read);
        }
    }

    [Fact]
    public void Other_decimals_are_the_tokens_own()
    {
        Assert.Equal("12.34", Cents.Format(1234UL));
        Assert.Equal("1234", Whole.Format(1234UL));
        Assert.True(Cents.TryParse(" 7.5 ", out var amount, out _));
        Assert.Equal((UInt256)750UL, amount);
    }

    [Theory]
    [InlineData("", "digits")]
    [InlineData("-1", "digits")]
    [InlineData("1.2.3", "digits")]
    [InlineData("1e3", "digits")]
    [InlineData("0x10", "digits")]
    [InlineData("1,5", "digits")]
    [InlineData(".5", "digits")]
    [InlineData("0.001", "2 digits")]
    [InlineData("0", "zero")]
    [InlineData("0.00", "zero")]
    [InlineData("115792089237316195423570985008687907853269984665640564039457584007913129639936", "more than there can be")]
    public void What_is_no_amount_is_refused_with_the_reason(string text, string reason)
    {
        Assert.False(Cents.TryParse(text, out _, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }
}
