using PoaSidechain.Tests.Conformance.Framework;
using Xunit;

namespace PoaSidechain.Tests.Unit.Conformance;

/// <summary>The options of the conformance program.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public void Options_are_read_in_both_forms()
    {
        var line = CommandLine.Parse(["--suite", "state,rlp", "--fork=Cancun", "--filter", "st(Call|Log)", "--report", "r.json", "--summary=r.md", "--jobs", "3"]);

        Assert.Equal(["state", "rlp"], line.Suites.Select(suite => suite.Name));
        Assert.Equal(("Cancun", 3, "r.json", "r.md"), (line.Run.Fork, line.Run.Jobs, line.ReportPath, line.SummaryPath));
        Assert.True(line.Run.Selects("stCallCodes/x.json::x [Cancun]", "Cancun"));
        Assert.False(line.Run.Selects("stCreate/x.json::x [Cancun]", "Cancun"));
        Assert.False(line.Run.Selects("stCallCodes/x.json::x [London]", "London"));
    }

    [Theory]
    [InlineData("ConstantinopleFix", "Petersburg")]
    [InlineData("merge", "Paris")]
    [InlineData("EIP158", "SpuriousDragon")]
    [InlineData("BerlinToLondonAt5", "berlintolondonat5")]
    public void Fork_may_be_called_by_any_of_its_names(string asked, string found) => Assert.True(new RunOptions { Fork = asked }.Selects("x", found));

    [Theory]
    [InlineData("--fork", "London")]
    [InlineData("--suite", "nothing")]
    [InlineData("--suite", "state", "--fixtures", "/nowhere/at/all")]
    [InlineData("--suite", "state", "--filter", "(")]
    [InlineData("--suite", "state", "--jobs", "0")]
    [InlineData("--suite", "state", "--what", "1")]
    [InlineData("--suite")]
    public void Senseless_arguments_are_refused(params string[] arguments) => Assert.Throws<UsageException>(() => CommandLine.Parse(arguments));

    [Fact]
    public void Skip_list_gives_the_reason_above_the_line()
    {
        var list = SkipList.Parse(["# comment", "[disputed]", "InitCollision", "", "[slow]", "/stTimeConsuming/"]);

        Assert.Equal(("disputed", "slow", null), (list.ReasonFor("a/InitCollision.json::x"), list.ReasonFor("a/stTimeConsuming/b.json::x"), list.ReasonFor("a/b.json::x")));
    }
}
