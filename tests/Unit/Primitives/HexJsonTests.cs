using System.Text;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Json;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class HexJsonTests
{
    private static readonly JsonSerializerOptions Options = MakeOptions();

    [Theory]
    [InlineData("0x0", 0UL)]
    [InlineData("0x1", 1UL)]
    [InlineData("0X1F", 31UL)]
    [InlineData("0xffffffffffffffff", ulong.MaxValue)]
    [InlineData("", 0UL)]
    public void Quantities_are_read(string text, ulong expected)
    {
        Assert.Equal(HexError.None, HexJson.ReadQuantity(Encoding.UTF8.GetBytes(text), out ulong value));
        Assert.Equal(expected, value);
        Assert.Equal(HexError.None, HexJson.ReadQuantity(Encoding.UTF8.GetBytes(text), out UInt256 wide));
        Assert.Equal(expected, wide);
    }

    [Theory]
    [InlineData("0x", HexError.EmptyNumber, "hex string \"0x\"")]
    [InlineData("0x00", HexError.LeadingZero, "hex number with leading zero digits")]
    [InlineData("0x01", HexError.LeadingZero, "hex number with leading zero digits")]
    [InlineData("1", HexError.MissingPrefix, "hex string without 0x prefix")]
    [InlineData("x1", HexError.MissingPrefix, "hex string without 0x prefix")]
    [InlineData("-0x1", HexError.MissingPrefix, "hex string without 0x prefix")]
    [InlineData("0xg", HexError.InvalidDigit, "invalid hex string")]
    [InlineData("0x-1", HexError.InvalidDigit, "invalid hex string")]
    [InlineData("0x1 ", HexError.InvalidDigit, "invalid hex string")]
    [InlineData("0x10000000000000000", HexError.Beyond64Bits, "hex number > 64 bits")]
    public void Quantities_are_refused_with_geths_words(string text, HexError expected, string words)
    {
        Assert.Equal(expected, HexJson.ReadQuantity(Encoding.UTF8.GetBytes(text), out ulong value));
        Assert.Equal(0UL, value);
        Assert.Equal(words, HexJson.TextOf(expected));
    }

    [Fact]
    public void A_word_holds_64_digits()
    {
        Assert.Equal(HexError.None, HexJson.ReadQuantity(Encoding.UTF8.GetBytes("0x" + new string('f', 64)), out UInt256 value));
        Assert.Equal(UInt256.MaxValue, value);
        Assert.Equal(HexError.Beyond256Bits, HexJson.ReadQuantity(Encoding.UTF8.GetBytes("0x1" + new string('0', 64)), out value));
    }

    [Theory]
    [InlineData("0x", HexError.None, 0)]
    [InlineData("", HexError.None, 0)]
    [InlineData("0xABcd", HexError.None, 2)]
    [InlineData("0xabc", HexError.OddLength, 0)]
    [InlineData("abcd", HexError.MissingPrefix, 0)]
    [InlineData("0xzz", HexError.InvalidDigit, 0)]
    public void Data_is_read_or_refused(string text, HexError expected, int length)
    {
        Assert.Equal(expected, HexJson.ReadData(Encoding.UTF8.GetBytes(text), out var bytes));
        Assert.Equal(length, bytes.Length);
    }

    [Fact]
    public void Addresses_and_hashes_have_their_length()
    {
        Assert.Equal(HexError.WrongLength, HexJson.ReadAddress("0x00"u8, out _));
        Assert.Equal(HexError.WrongLength, HexJson.ReadHash(""u8, out _));
        Assert.Equal(HexError.OddLength, HexJson.ReadHash("0x0"u8, out _));
        Assert.Equal(HexError.None, HexJson.ReadAddress(Encoding.UTF8.GetBytes(TestKeys.A.Address.ToChecksumString()), out var address));
        Assert.Equal(TestKeys.A.Address, address);
    }

    [Fact]
    public void Values_go_there_and_back_through_the_serializer()
    {
        var random = new RandomValues(1);
        for (var i = 0; i < 500; i++)
        {
            var value = new Specimen(
                random.Address(), random.Hash(), random.UInt256(), random.UInt64() >> random.Next(64), random.Bytes(random.Next(300)), random.Bool() ? random.UInt256() : null,
                new Dictionary<Address, UInt256> { [random.Address()] = random.UInt256() });
            var json = JsonSerializer.Serialize(value, Options);
            var again = JsonSerializer.Deserialize<Specimen>(json, Options)!;

            Assert.Equal((value.Account, value.Hash, value.Amount, value.Number, value.Optional), (again.Account, again.Hash, again.Amount, again.Number, again.Optional));
            Assert.Equal(value.Data.ToArray(), again.Data.ToArray());
            Assert.Equal(value.Balances, again.Balances);
            Assert.Contains($"\"{Hex.Quantity(value.Number)}\"", json, StringComparison.Ordinal);
            Assert.Contains($"\"{value.Amount.ToHexString()}\"", json, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"\\u0030x1\"", 1UL)]
    [InlineData("\"0x0\"", 0UL)]
    public void Escapes_are_resolved(string json, ulong expected)
    {
        Assert.Equal(expected, JsonSerializer.Deserialize<ulong>(json, Options));
    }

    [Theory]
    [InlineData("1", "non-string")]
    [InlineData("null", "non-string")]
    [InlineData("\"0x01\"", "hex number with leading zero digits")]
    public void The_serializer_refuses_with_geths_words(string json, string words)
    {
        Assert.StartsWith(words, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ulong>(json, Options)).Message, StringComparison.Ordinal);
        Assert.StartsWith(words, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<UInt256>(json, Options)).Message, StringComparison.Ordinal);
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions();
        HexJson.AddConverters(options);
        return options;
    }

    private sealed record Specimen(
        Address Account, Hash256 Hash, UInt256 Amount, ulong Number, ReadOnlyMemory<byte> Data, UInt256? Optional, Dictionary<Address, UInt256> Balances);
}
