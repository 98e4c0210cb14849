using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class ForkIdTests
{
    [Theory]
    [InlineData("rinkeby.json", 0UL, 0x3b8e0691u, 1UL)]
    [InlineData("rinkeby.json", 3UL, 0xcb3a64bbu, 1035301UL)]
    [InlineData("rinkeby.json", 4321234UL, 0xafec6b27u, 5435345UL)]
    [InlineData("rinkeby.json", 5435345UL, 0xcbdb8838u, 8290928UL)]
    [InlineData("goerli.json", 0UL, 0xa3f5ab08u, 1561651UL)]
    [InlineData("goerli.json", 1561651UL, 0xc25efa5cu, 4460644UL)]
    public void Ids_of_real_genesis_files_are_the_published_ones(string name, ulong head, uint hash, ulong next)
    {
        var entry = Vectors.SpecJson("clique/genesis-index.json").EnumerateArray().Single(e => e.GetProperty("file").GetString() == name);
        var file = GenesisFileReader.Read(File.ReadAllBytes(Vectors.Spec("clique/genesis/" + name)));
        var rules = new ForkIdRules(file.Spec, Hash256.Parse(entry.GetProperty("genesisHash").GetString()!), file.Timestamp);

        Assert.Equal(new ForkId(hash, next), rules.At(head, 0));
    }

    [Fact]
    public void Forks_at_genesis_are_part_of_it()
    {
        var at = new ChainSpec(UInt256.One, [(Fork.Homestead, 0), (Fork.Byzantium, 5)], [(Fork.Shanghai, 100), (Fork.Cancun, 101)], 0, null)
        {
            OtherForkBlocks = [0, 5],
            OtherForkTimes = [101],
        };
        var rules = new ForkIdRules(at, Hash256.Zero, genesisTime: 100);
        var bare = new ForkIdRules(new ChainSpec(UInt256.One, [], [], null, null), Hash256.Zero, 100);

        Assert.Equal((bare.At(0, 100).Hash, 5UL), (rules.At(0, 100).Hash, rules.At(0, 100).Next));
        Assert.Equal(101UL, rules.At(5, 100).Next);
        Assert.Equal(0UL, rules.At(5, 101).Next);
        Assert.Equal(rules.At(5, 101).Hash, ForkIdRules.Append(ForkIdRules.Append(bare.At(0, 0).Hash, 5), 101));
    }

    [Fact]
    public void Eip155_with_a_number_of_its_own_is_a_fork()
    {
        var together = new ForkIdRules(new ChainSpec(UInt256.One, [(Fork.SpuriousDragon, 3)], [], 3, null), Hash256.Zero, 0);
        var apart = new ForkIdRules(new ChainSpec(UInt256.One, [(Fork.SpuriousDragon, 3)], [], 2, null), Hash256.Zero, 0);

        Assert.Equal(3UL, together.At(0, 0).Next);
        Assert.Equal(2UL, apart.At(0, 0).Next);
    }

    [Fact]
    public void A_chain_with_later_forks_is_kept_away_from_one_without_them()
    {
        var london = new ForkIdRules(new ChainSpec(UInt256.One, [(Fork.London, 10)], [], null, null), Hash256.Zero, 0);
        var modern = new ForkIdRules(new ChainSpec(UInt256.One, [(Fork.London, 10)], [(Fork.Shanghai, 1_700_000_000)], null, null), Hash256.Zero, 0);

        Assert.Equal(ForkIdVerdict.Compatible, modern.Validate(london.At(10, 0), 10, 1_600_000_000));
        Assert.Equal(ForkIdVerdict.RemoteStale, modern.Validate(london.At(10, 0), 11, 1_700_000_000));
        Assert.Equal(ForkIdVerdict.LocalIncompatibleOrStale, london.Validate(modern.At(11, 1_700_000_000), 11, 1_700_000_000));
    }
}
