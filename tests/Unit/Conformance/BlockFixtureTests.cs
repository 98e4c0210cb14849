using System.Text;
using System.Text.Json;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Blocks;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.Suites;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Conformance;

/// <summary>Names of networks and forms of blockchain tests. The blocks themselves are the conformance suite's.</summary>
public sealed class BlockFixtureTests
{
    private const string EmptyTest = """{"t": {"network": "London", "blocks": [], "genesisBlockHeader": {}, "pre": {} }}""";

    [Theory]
    [InlineData("Frontier", 0, 0, Fork.Frontier)]
    [InlineData("FrontierToHomesteadAt5", 4, 0, Fork.Frontier)]
    [InlineData("FrontierToHomesteadAt5", 5, 0, Fork.Homestead)]
    [InlineData("HomesteadToDaoAt5", 5, 0, Fork.Homestead)]
    [InlineData("HomesteadToEIP150At5", 5, 0, Fork.TangerineWhistle)]
    [InlineData("EIP158ToByzantiumAt5", 4, 0, Fork.SpuriousDragon)]
    [InlineData("ByzantiumToConstantinopleFixAt5", 5, 0, Fork.Petersburg)]
    [InlineData("BerlinToLondonAt5", 4, 0, Fork.Berlin)]
    [InlineData("BerlinToLondonAt5", 5, 0, Fork.London)]
    [InlineData("ArrowGlacierToParisAtDiffC0000", 1, 0, Fork.Paris)]
    [InlineData("ParisToShanghaiAtTime15k", 1, 14_999, Fork.Paris)]
    [InlineData("ParisToShanghaiAtTime15k", 1, 15_000, Fork.Shanghai)]
    [InlineData("ShanghaiToCancunAtTime15k", 9, 15_000, Fork.Cancun)]
    [InlineData("CancunToPragueAtTime15k", 9, 14_999, Fork.Cancun)]
    [InlineData("PragueToOsakaAtTime15k", 9, 15_000, Fork.Osaka)]
    [InlineData("OsakaToBPO1AtTime15k", 9, 15_000, Fork.Osaka)]
    public void Network_has_its_fork(string name, ulong number, ulong time, Fork fork)
    {
        Assert.True(NetworkName.TryParse(name, default, out var network));
        Assert.Equal(fork, network!.Spec.RulesAt(number, time).Fork);
    }

    [Fact]
    public void Blob_forks_change_the_limits_at_their_time()
    {
        Assert.True(NetworkName.TryParse("BPO1ToBPO2AtTime15k", default, out var network));
        Assert.Equal((15UL, 21UL), (network!.Spec.RulesAt(1, 0).Blobs.Max, network.Spec.RulesAt(1, 15_000).Blobs.Max));
    }

    [Theory]
    [InlineData("Atlantis")]
    [InlineData("OsakaToAtlantisAtTime15k")]
    [InlineData("BPO99")]
    public void Network_that_is_not_known_is_skipped(string network)
    {
        var result = Assert.Single(Run(EmptyTest.Replace("London", network, StringComparison.Ordinal)).Results);

        Assert.Equal((Outcome.Skipped, $"the fork {network} is not known"), (result.Outcome, result.Reason));
    }

    [Fact]
    public void Engine_tests_are_skipped_with_a_reason()
    {
        var result = Assert.Single(Run("""{"t": {"network": "Prague", "engineNewPayloads": [], "genesisBlockHeader": {}, "pre": {} }}""").Results);

        Assert.Equal(Outcome.Skipped, result.Outcome);
        Assert.Contains("engine API", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"t": {"blocks": [], "genesisBlockHeader": {}, "pre": {} }}""", "malformed: there is no network")]
    [InlineData(EmptyTest, "malformed: there is no genesisRLP")]
    public void Malformed_test_is_a_failure_of_its_own(string json, string reason) => Assert.Equal(reason, Assert.Single(Run(json).Failures).Reason);

    private static RunReport Run(string json)
    {
        using var document = JsonDocument.Parse(json); // an error in the test itself shows here
        return SuiteRunner.Run(new BlockchainSuite(), [new VectorFile("blocks.json", Encoding.UTF8.GetBytes(json))], new RunOptions());
    }
}
