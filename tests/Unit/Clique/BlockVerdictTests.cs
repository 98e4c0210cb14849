using PoaSidechain.Chain.Rules;
using Xunit;

namespace PoaSidechain.Tests.Unit.Clique;

/// <summary>Each rule of a block has its name, and each name is the answer to a block that breaks that rule and no other.</summary>
public sealed class BlockVerdictTests
{
    public static TheoryData<BlockError> Errors() => [.. Enum.GetValues<BlockError>().Where(error => error != BlockError.None)];

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task A_block_that_breaks_one_rule_is_refused_by_its_name(BlockError error)
    {
        Assert.True(BlockVerdictCases.All.TryGetValue(error, out var provoke), $"{error} has no case: a verdict that nothing can produce is dead.");

        var verdict = await provoke();

        Assert.Equal(error, verdict.Error);
    }

    [Fact]
    public void Every_name_is_unique_and_those_of_the_engine_say_so()
    {
        string[] texts = [.. Enum.GetValues<BlockError>().Select(error => error.Text())];

        Assert.Equal(texts.Length, texts.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("clique.recently_signed", BlockError.CliqueRecentlySigned.Text());
        Assert.Equal("block.invalid_uncles", BlockError.InvalidUncles.Text());
    }
}
