using System.Text.Json;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Benchmarks.Measuring;
using PoaSidechain.Tests.Benchmarks.Reporting;
using PoaSidechain.Tests.Conformance.State;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Evm;

/// <summary>Blocks of execution-spec-tests that are filled with one expensive thing, Osaka rules; execution with all roots compared.</summary>
internal static class WorstCaseBlocks
{
    private static readonly ChainSpec Osaka = new(
        UInt256.One,
        [.. Forks(Fork.Homestead, Fork.Paris).Select(fork => (fork, 0UL))],
        [.. Forks(Fork.Shanghai, Fork.Osaka).Select(fork => (fork, 0UL))],
        eip155Block: 0,
        clique: null);

    public static void Run(VectorFile file, int megagas, int runs, Report report)
    {
        using var document = file.Json();
        var size = $"gas-value_{megagas}M";
        var index = 0;
        foreach (var test in document.RootElement.EnumerateObject().Where(test => test.Name.Contains(size, StringComparison.Ordinal)))
        {
            Measure($"{Path.GetFileNameWithoutExtension(file.Path)} {Variant(test.Name, index++)}", test.Value, runs, report);
        }
    }

    private static void Measure(string name, JsonElement test, int runs, Report report)
    {
        var state = Alloc.ToState(test.GetProperty("pre"));
        var genesisReader = new RlpReader(test.GetProperty("genesisRLP").Bytes());
        var parent = Block.Decode(genesisReader.ReadRaw()).Header;
        var processor = new BlockProcessor(Osaka, new FixtureEngine());
        double seconds = 0;
        ulong gas = 0;
        foreach (var encoded in test.GetProperty("blocks").EnumerateArray())
        {
            var block = Block.Decode(encoded.Bytes("rlp"));
            _ = BodyRules.Check(block, Osaka.RulesAt(block.Number, block.Header.Timestamp)); // finds the senders
            ProcessedBlock? processed = null;
            var verdict = BlockVerdict.Valid;
            try
            {
                seconds += Clock.LeastOf(runs, () => verdict = processor.Process(block, state, new AncestorHashes(parent, new NoHeaders()), out processed));
            }
            catch (UnsupportedPrecompileException e)
            {
                report.Skip(EvmPart.Part, name, e.Message);
                return;
            }

            if (!verdict.IsValid)
            {
                report.Skip(EvmPart.Part, name, verdict.ToString());
                return;
            }

            gas += block.Header.GasUsed;
            (parent, state) = (block.Header, processed!.PostState);
        }

        if (gas > 0)
        {
            report.Add(EvmPart.Part, name, "gas", "Mgas/s", gas / 1e6 / seconds);
        }
    }

    /// <summary>The parameters of a case but for its gas.</summary>
    private static string Variant(string name, int index)
    {
        var parts = name[(name.IndexOf('[', StringComparison.Ordinal) + 1)..].TrimEnd(']').Split('-')
            .Where(part => !part.StartsWith("fork_", StringComparison.Ordinal) && part is not ("blockchain_test" or "benchmark")
                && !part.Contains("gas", StringComparison.Ordinal) && !part.StartsWith("value_", StringComparison.Ordinal));
        var text = string.Join('-', parts);
        return text.Length <= 24 ? text : $"#{index}";
    }

    private static IEnumerable<Fork> Forks(Fork first, Fork last) => Enum.GetValues<Fork>().Where(fork => fork >= first && fork <= last);

    private sealed class NoHeaders : IHeaderSource
    {
        public BlockHeader? FindHeader(in Hash256 hash) => null;
    }
}
