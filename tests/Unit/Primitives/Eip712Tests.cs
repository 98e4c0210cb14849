using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class Eip712Tests
{
    private const string Contract = "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC";
    private static readonly Eip712Schema Mail = Eip712Schema.Parse("Mail(Person from,Person to,string contents)Person(string name,address wallet)");

    [Fact]
    public void The_example_of_the_EIP_has_its_digest()
    {
        var domain = new Eip712Domain("Ether Mail", "1", 1UL, Address.Parse(Contract));
        var hash = Mail.HashStruct(
            "Mail",
            ("Cow", Address.Parse("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826")),
            ("Bob", Address.Parse("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB")),
            "Hello, Bob!");

        Assert.Equal("0xa0cedeb2dc280ba39b857546d74f5549c3a1d7bdc2dd96bf881f76108e23dac2", Mail.TypeHash("Mail").ToString());
        Assert.Equal("0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f", domain.Separator.ToString());
        Assert.Equal("0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e", hash.ToString());
        Assert.Equal("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2", Eip712.Digest(domain.Separator, hash).ToString());
    }

    [Fact]
    public void Referred_structs_follow_in_the_order_of_their_names()
    {
        var schema = Eip712Schema.Parse("B(uint256 x)A(C[2] cs,B b)C(B[] bs)");

        Assert.Equal("A(C[2] cs,B b)B(uint256 x)C(B[] bs)", schema.EncodeType("A"));
        Assert.Equal("C(B[] bs)B(uint256 x)", schema.EncodeType("C"));
    }

    [Fact]
    public void Code_and_json_agree()
    {
        var json = Eip712TypedData.Parse("""
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"chainId","type":"uint256"}],
                      "Checkpoint":[{"name":"index","type":"uint64"},{"name":"roots","type":"bytes32[2]"},{"name":"data","type":"bytes"},{"name":"delta","type":"int8"}]},
             "primaryType":"Checkpoint","domain":{"name":"PoaSidechain","chainId":"0x539"},
             "message":{"index":"7","roots":["0x0000000000000000000000000000000000000000000000000000000000000001","0x0000000000000000000000000000000000000000000000000000000000000002"],"data":"0xab","delta":-5}}
            """);
        var schema = Eip712Schema.Parse("Checkpoint(uint64 index,bytes32[2] roots,bytes data,int8 delta)");
        var hash = schema.HashStruct("Checkpoint", 7UL, new[] { UInt256.One.ToHash256(), ((UInt256)2UL).ToHash256() }, new byte[] { 0xab }, -5);

        Assert.Equal(json.StructHash, hash);
        Assert.Equal(json.DomainSeparator, new Eip712Domain("PoaSidechain", ChainId: 1337UL).Separator);
        Assert.Equal(json.Digest, Eip712.Digest(json.DomainSeparator, hash));
    }

    [Fact]
    public void A_signature_over_a_digest_recovers_to_its_signer()
    {
        var digest = Eip712.Digest(new Eip712Domain("x").Separator, Mail.TypeHash("Person"));

        Assert.True(Secp256k1.TryRecoverAddress(digest, TestKeys.D.Sign(digest), out var signer));
        Assert.Equal(TestKeys.D.Address, signer);
    }

    [Theory]
    [InlineData("Mail")]
    [InlineData("Mail(")]
    [InlineData("Mail(string)")]
    [InlineData("Mail(string a b)")]
    public void Text_that_is_no_list_of_structs_is_refused(string text)
    {
        Assert.Throws<AbiException>(() => Eip712Schema.Parse(text));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"types":{},"primaryType":"A","domain":{},"message":{}}""")]
    [InlineData("""{"types":{"A":[{"name":"x","type":"uint8"}]},"primaryType":"A","domain":{},"message":{}}""")]
    [InlineData("""{"types":{"A":[{"name":"x","type":"uint8"}]},"primaryType":"A","domain":{},"message":{"x":256}}""")]
    [InlineData("""{"types":{"A":[{"name":"x","type":"uint8"}]},"primaryType":"A","domain":{},"message":{"x":null}}""")]
    [InlineData("""{"types":{"A":[{"name":"x","type":"uint8[2]"}]},"primaryType":"A","domain":{},"message":{"x":[1]}}""")]
    [InlineData("""{"types":{"A":[{"name":"x","type":"B"}]},"primaryType":"A","domain":{},"message":{"x":{}}}""")]
    [InlineData("""{"types":{"A":7},"primaryType":"A","domain":{},"message":{}}""")]
    public void Malformed_typed_data_is_refused(string json)
    {
        Assert.Throws<AbiException>(() => Eip712TypedData.Parse(json));
    }

    [Fact]
    public void Values_that_do_not_fit_are_refused()
    {
        Assert.Throws<AbiException>(() => Mail.HashStruct("Nobody"));
        Assert.Throws<AbiException>(() => Mail.HashStruct("Person", "x"));
        Assert.Throws<AbiException>(() => Mail.HashStruct("Person", "x", "y"));
    }
}
