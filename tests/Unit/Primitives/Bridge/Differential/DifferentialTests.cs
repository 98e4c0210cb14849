using System.Globalization;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives.Bridge.Differential;

/// <summary>
/// Node and contracts against each other over random cases: what either makes, the other must judge the same. The samples in tests/vectors
/// always run; bridge-contracts/differential runs as many as asked for. Set POA_WRITE_VECTORS=1 to write the node's sample anew.
/// </summary>
public sealed class DifferentialTests
{
    private const int SampleCases = 240;

    private static string Folder => Environment.GetEnvironmentVariable("POA_FUZZ_VECTORS") ?? "";

    [Fact]
    public void Sample_of_the_node_is_what_it_makes()
    {
        var text = string.Concat(Cases(1, SampleCases).Select(line => line + "\n"));
        var sample = Checkout.PathOf("tests", "vectors", "differential-node.txt");
        if (Environment.GetEnvironmentVariable("POA_WRITE_VECTORS") == "1")
        {
            File.WriteAllText(sample, text);
        }

        Assert.Equal(File.ReadAllText(sample), text);
    }

    [Fact]
    public void Sample_has_good_and_bad_of_every_kind_and_nodes_around_the_length_that_is_embedded()
    {
        var cases = Cases(1, SampleCases).Select(line => line.Split(" | ")).ToList();
        foreach (var kind in new[] { "trie", "account", "slot", "header", "tree", "quorum", "set" })
        {
            Assert.Contains(cases, c => c[0].StartsWith(kind + " ", StringComparison.Ordinal) && c[1] == "0");
            Assert.Contains(cases, c => c[0].StartsWith(kind + " ", StringComparison.Ordinal) && c[1] != "0");
        }

        var lengths = cases.Where(c => c[0].StartsWith("trie ", StringComparison.Ordinal) && c[1] != "0")
            .SelectMany(c => c[0].Split(' ')[3..]).Select(node => (node.Length - 2) / 2).ToHashSet();
        Assert.Superset(new HashSet<int> { 32, 33 }, lengths);
    }

    /// <summary>What the contracts' tests made, in the sample and in the run that is going on.</summary>
    [Fact]
    public void Node_judges_what_the_contracts_made()
    {
        var made = File.ReadAllLines(Checkout.PathOf("tests", "vectors", "differential-contracts.txt"));
        Assert.NotEmpty(made);
        var own = Path.Combine(Folder, "contracts.txt");
        foreach (var line in Folder.Length != 0 && File.Exists(own) ? made.Concat(File.ReadLines(own)) : made)
        {
            var parts = line.Split(" | ");
            var judged = NodeJudge.Line(parts[0]).Split(" | ");
            Assert.True(parts[1] == judged[1] || judged[2] == NodeJudge.Lax, $"{line}\nthe node says {judged[1]}");
        }
    }

    /// <summary>Writes POA_FUZZ_CASES cases from POA_FUZZ_SEED into the folder POA_FUZZ_VECTORS, if that is set.</summary>
    [Fact]
    public void Cases_are_written_if_asked_for()
    {
        if (Folder.Length == 0 || Environment.GetEnvironmentVariable("POA_FUZZ_CASES") is not { } count)
        {
            return;
        }

        var seed = int.Parse(Environment.GetEnvironmentVariable("POA_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);
        File.WriteAllLines(Path.Combine(Folder, "node.txt"), Cases(seed, int.Parse(count, CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<string> Cases(int seed, int count)
    {
        var maker = new CaseMaker(seed);
        return Enumerable.Range(0, count).Select(maker.Next).Select(NodeJudge.Line);
    }
}
