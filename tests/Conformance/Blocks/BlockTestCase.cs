using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Tests.Conformance.State;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>One blockchain test: blocks on a genesis block, some of which must be refused (formats: vectors/README.md section 2).</summary>
internal static class BlockTestCase
{
    /// <summary>Null when the case holds, or else what went wrong.</summary>
    public static string? Run(JsonElement test, NetworkRules network)
    {
        if (test.Optional("genesisRLP") is not { } encoded)
        {
            return "malformed: there is no genesisRLP";
        }

        var genesis = Block.Decode(encoded.Bytes());
        if (genesis.Hash != test.GetProperty("genesisBlockHeader").Hash("hash"))
        {
            return $"block 0 has the hash {genesis.Hash}";
        }

        var chain = new FixtureChain(network, genesis, Alloc.ToChanges(test.GetProperty("pre")));
        var index = 0;
        foreach (var block in test.GetProperty("blocks").EnumerateArray())
        {
            if (Import(chain, block, test) is { } problem)
            {
                return $"block {index} of the list: {problem}";
            }

            index++;
        }

        return CompareEnd(chain, test);
    }

    private static string? Import(FixtureChain chain, JsonElement json, JsonElement test)
    {
        var refusal = RefusalExpected(json);
        Block block;
        try
        {
            block = Block.Decode(json.Bytes("rlp"));
        }
        catch (Exception e) when (e is RlpException or FormatException)
        {
            return refusal is null ? $"not decoded: {e.Message}" : null;
        }

        var verdict = chain.Import(block);
        if (refusal is not null)
        {
            return verdict.IsValid ? $"accepted, expected {refusal}" : null;
        }

        return !verdict.IsValid ? $"refused: {verdict}{BlockExplanation.Of(chain, block, verdict, test)}"
            : block.Hash != json.GetProperty("blockHeader").Hash("hash") ? $"hash {block.Hash}"
            : null;
    }

    /// <summary>Why the block must be refused, in the fixture's words; null when it must be taken.</summary>
    private static string? RefusalExpected(JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name.StartsWith("expectException", StringComparison.Ordinal) && property.Value.ValueKind != JsonValueKind.Null)
            {
                return property.Value.ToString();
            }
        }

        return json.TryGetProperty("blockHeader", out var header) && header.ValueKind == JsonValueKind.Object ? null : "a refusal: there is no header";
    }

    private static string? CompareEnd(FixtureChain chain, JsonElement test)
    {
        var head = chain.Tree.Head;
        if (head.Hash != test.Hash("lastblockhash"))
        {
            return $"the head is {head}, expected {test.Hash("lastblockhash")}";
        }

        if (test.TryGetProperty("postStateHash", out var hash) && hash.ValueKind == JsonValueKind.String && Hash256.Parse(hash.GetString()!) != chain.State.Root)
        {
            return $"state root {chain.State.Root}, expected {hash.GetString()}";
        }

        if (!test.TryGetProperty("postState", out var accounts) || accounts.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return Alloc.FirstDifference(chain.State, accounts)
            ?? (Alloc.ToState(accounts).Root == chain.State.Root ? null : $"state root {chain.State.Root}: an account or slot too many");
    }
}
