using System.Text.Json;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Clique;

/// <summary>Chains whose last block breaks one rule, or is a control; imported whole, bodies and states included.</summary>
internal static class HeaderRuleCases
{
    /// <summary>
    /// Where we refuse what geth takes: its header check forgets the recents rule at block 2 of a chain with four signers or more, and then refuses every
    /// child of that block (spec/clique.md 1.6). No honest chain has such a block.
    /// </summary>
    private const string StricterThanGeth = "h46-genesis-4-underflow";

    public static IEnumerable<Case> Read(JsonElement root) =>
        root.GetProperty("cases").EnumerateArray().Select(json => new Case(
            json.GetProperty("id").GetString()!, null, () => RunAsync(json).GetAwaiter().GetResult()));

    private static async Task<string?> RunAsync(JsonElement json)
    {
        await using var chain = new LocalChain(SignedChains.Genesis(json.GetProperty("genesis")));
        var result = new ImportResult(ImportOutcome.BecameHead, BlockVerdict.Valid);
        foreach (var rlp in json.GetProperty("blocksRlp").EnumerateArray())
        {
            if (!result.Verdict.IsValid)
            {
                return $"an earlier block: {result.Verdict}";
            }

            chain.Clock.Advance(TimeSpan.FromMinutes(10));
            result = await chain.Importer.ImportAsync(Block.Decode(Hex.Decode(rlp.GetString())), CancellationToken.None);
        }

        if (json.GetProperty("id").GetString() == StricterThanGeth)
        {
            return result.Verdict.Error == BlockError.CliqueRecentlySigned ? null : result.Verdict.ToString();
        }

        var accepted = json.GetProperty("lastBlockAccepted").GetBoolean();
        return result.Verdict.IsValid == accepted
            ? null
            : $"{result.Outcome} {result.Verdict}, geth {(accepted ? "accepts" : $"refuses: {json.GetProperty("geth_1_13_15")}")}";
    }
}
