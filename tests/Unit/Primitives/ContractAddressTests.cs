using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class ContractAddressTests
{
    [Theory]
    [InlineData(0, "0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d")]
    [InlineData(1, "0x343c43a37d37dff08ae8c4a11544c718abb4fcf8")]
    [InlineData(2, "0xf778b86fa74e846c4f0a1fbd1335fe81c00a0c91")]
    [InlineData(3, "0xfffd933a0bc612844eaf0c6fe3e5b8e9b6c1d19c")]
    public void Created_contract_has_the_address_of_creator_and_nonce(ulong nonce, string expected)
    {
        // The best known example: nonces of 0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0.
        var creator = Address.Parse("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0");

        Assert.Equal(Address.Parse(expected), ContractAddress.Of(creator, nonce));
    }

    [Theory] // EIP-1014's examples
    [InlineData("0x0000000000000000000000000000000000000000", "0x00", "0x00", "0x4D1A2e2bB4F88F0250f26Ffff098B0b30B26BF38")]
    [InlineData("0xdeadbeef00000000000000000000000000000000", "0x00", "0x00", "0xB928f69Bb1D91Cd65274e3c79d8986362984fDA3")]
    [InlineData("0xdeadbeef00000000000000000000000000000000", "0x000000000000000000000000feed000000000000000000000000000000000000", "0x00", "0xD04116cDd17beBE565EB2422F2497E06cC1C9833")]
    [InlineData("0x0000000000000000000000000000000000000000", "0x00", "0xdeadbeef", "0x70f2b2914A2a4b783FaEFb75f459A580616Fcb5e")]
    [InlineData("0x00000000000000000000000000000000deadbeef", "0xcafebabe", "0xdeadbeef", "0x60f3f640a8508fC6a86d45DF051962668E1e8AC7")]
    [InlineData("0x0000000000000000000000000000000000000000", "0x00", "0x", "0xE33C0C7F7df4809055C3ebA6c09CFe4BaF1BD9e0")]
    public void Salted_contract_has_the_address_of_creator_salt_and_init_code(string creator, string salt, string initCode, string expected)
    {
        var hash = Keccak256.Hash(Hex.Decode(initCode));

        Assert.Equal(expected, ContractAddress.Of(Address.Parse(creator), UInt256.Parse(salt), hash).ToChecksumString());
    }
}
