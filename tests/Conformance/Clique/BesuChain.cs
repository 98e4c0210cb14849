using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Clique;

/// <summary>A chain with transactions that Besu sealed, imported whole: execution, receipts, state roots.</summary>
internal static class BesuChain
{
    public static IEnumerable<Case> Read(JsonElement root)
    {
        yield return new Case("import", null, () => RunAsync(root).GetAwaiter().GetResult());
    }

    private static async Task<string?> RunAsync(JsonElement root)
    {
        var genesis = SignedChains.Genesis(Vectors.SpecJson("clique/" + root.GetProperty("genesisFile").GetString()));
        await using var chain = new LocalChain(genesis);
        if (chain.Tree.Genesis.Hash.ToString() != root.GetProperty("genesisHash").GetString())
        {
            return $"genesis {chain.Tree.Genesis.Hash}";
        }

        foreach (var rlp in root.GetProperty("blocksRlp").EnumerateArray().Skip(1))
        {
            var block = Block.Decode(Hex.Decode(rlp.GetString()));
            var result = await chain.ImportAsync(block);
            if (chain.Tree.Head.Hash != block.Hash)
            {
                return $"block {block.Number}: {result.Outcome} {result.Verdict}";
            }
        }

        return null;
    }
}
