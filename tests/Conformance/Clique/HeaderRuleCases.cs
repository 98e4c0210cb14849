using System.Text.Json;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.Conformance.Framework;

namespace PoaSidechain.Tests.Conformance.Clique;

/// <summary>Chains whose last block breaks one rule, or is a control.</summary>
internal static class HeaderRuleCases
{
    public static IEnumerable<Case> Read(JsonElement root) =>
        root.GetProperty("cases").EnumerateArray().Select(json => new Case(json.GetProperty("id").GetString()!, null, () => Run(json)));

    private static string? Run(JsonElement json)
    {
        var chain = new SigningChain(SignedChains.Genesis(json.GetProperty("genesis")));
        var verdict = BlockVerdict.Valid;
        foreach (var rlp in json.GetProperty("blocksRlp").EnumerateArray())
        {
            if (!verdict.IsValid)
            {
                return $"an earlier block: {verdict}";
            }

            var block = Block.Decode(Hex.Decode(rlp.GetString()));
            verdict = chain.Add(block.Header);
            verdict = verdict.IsValid ? chain.Engine.VerifyUncles(block, chain) : verdict;
        }

        var accepted = json.GetProperty("lastBlockAccepted").GetBoolean();
        return verdict.IsValid == accepted ? null : $"{verdict}, geth {(accepted ? "accepts" : $"refuses: {json.GetProperty("geth_1_13_15")}")}";
    }
}
