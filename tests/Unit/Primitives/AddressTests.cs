using PoaSidechain.Primitives;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class AddressTests
{
    [Fact]
    public void Checksums_are_those_of_ethers()
    {
        var accounts = Vectors.Json("crypto-accounts.tar.gz", "accounts/ethers/accounts.json.gz").EnumerateArray().ToList();
        foreach (var account in accounts)
        {
            var address = Address.Parse(account.GetProperty("address").GetString()!);
            Assert.Equal(account.GetProperty("checksumAddress").GetString(), address.ToChecksumString());
        }

        Assert.True(accounts.Count > 1_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("0x00")]
    [InlineData("0x00000000000000000000000000000000000000")]
    [InlineData("0x000000000000000000000000000000000000000000")]
    [InlineData("0x00000000000000000000000000000000000000zz")]
    [InlineData("0x0x00000000000000000000000000000000000000")]
    public void Refuses_what_is_not_20_bytes_of_hex(string text)
    {
        Assert.False(Address.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Address.Parse(text));
    }

    [Fact]
    public void Words_and_text_go_there_and_back()
    {
        var random = new RandomValues(1);
        for (var i = 0; i < 1_000; i++)
        {
            var address = random.Address();
            Assert.Equal(address, Address.FromWord(address.ToWord()));
            Assert.Equal(address, Address.FromWord(address.ToWord() | (random.UInt256() << 160)));
            Assert.Equal(address, Address.Parse(address.ToString()));
            Assert.Equal(address, Address.Parse(address.ToChecksumString()));
            Assert.Equal(address, new Address(address.ToArray()));
            Assert.Equal(address.GetHashCode(), new Address(address.Bytes).GetHashCode());
        }
    }

    [Fact]
    public void Order_is_that_of_the_bytes()
    {
        var random = new RandomValues(2);
        for (var i = 0; i < 1_000; i++)
        {
            var (a, b) = (random.Address(), random.Address());
            Assert.Equal(string.CompareOrdinal(a.ToString(), b.ToString()) < 0, a < b);
            Assert.Equal(Math.Sign(string.CompareOrdinal(a.ToString(), b.ToString())), Math.Sign(a.CompareTo(b)));
        }

        Assert.True(Address.FromNumber(1) > Address.Zero);
        Assert.True(Address.FromNumber(255) < Address.FromNumber(256));
        Assert.True(Address.Zero.IsZero);
        Assert.Equal("0x0000000000000000000000000000000000000100", Address.FromNumber(256).ToString());
    }
}
