using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.Conformance.Framework;

namespace PoaSidechain.Tests.Conformance.Clique;

/// <summary>Branches of equal total difficulty: ours is EIP-3436 in Besu's reading, which agrees with geth where geth is not tossing a coin.</summary>
internal static class ForkChoiceCases
{
    public static IEnumerable<Case> Read(JsonElement root) =>
        root.GetProperty("cases").EnumerateArray().Select(json => new Case(json.GetProperty("id").GetString()!, null, () => Run(json)));

    private static string? Run(JsonElement json)
    {
        var chain = new SigningChain(SignedChains.Genesis(json.GetProperty("genesis")));
        List<BlockHeader> tips = [];
        foreach (var branch in json.GetProperty("branches").EnumerateArray())
        {
            BlockHeader? tip = null;
            foreach (var rlp in branch.GetProperty("headersRlp").EnumerateArray())
            {
                tip = BlockHeader.Decode(Hex.Decode(rlp.GetString()));
                var verdict = chain.Add(tip);
                if (!verdict.IsValid)
                {
                    return $"block {tip.Number}: {verdict}";
                }
            }

            tips.Add(tip!);
        }

        var winner = chain.Engine.IsBetter(tips[1], tips[0], chain) ? 1 : 0;
        var reverse = chain.Engine.IsBetter(tips[0], tips[1], chain) ? 0 : 1;
        if (winner != reverse)
        {
            return "the choice depends on the order of arrival";
        }

        return json.GetProperty("eip3436Besu") is { ValueKind: JsonValueKind.Number } expected && expected.GetInt32() != winner
            ? $"branch {winner}, expected {expected}"
            : null;
    }
}
