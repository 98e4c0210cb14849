using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Tests.Conformance.Blocks;
using PoaSidechain.Tests.Conformance.Chains;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>Whole chains that other clients exported, imported on their genesis files: every root, receipt and difficulty must come out the same.</summary>
public sealed class ChainsSuite : ISuite
{
    public string Name => "chains";

    public string Summary => "exported chains and era1 archives of mainnet, hive, geth and Besu through the importer";

    public IReadOnlyList<FixtureSet> Defaults =>
    [
        new("chains.tar.gz", @"\.(rlp|blocks|era1)$"),
        new("rpc.tar.gz", @"(\.(rlp|blocks)|blocks\.bin)$"),
    ];

    public IEnumerable<Case> Read(VectorFile file)
    {
        if (ReasonAgainst(file) is { } reason)
        {
            return [new Case(file.Name, null, () => null) { Skip = reason }];
        }

        return file.Name.StartsWith("bad", StringComparison.Ordinal) ? [new Case(file.Name, null, () => ExpectRefusal(file))] : [new Case(file.Name, null, () => Import(file, takesOrphans: true))];
    }

    private static string? ReasonAgainst(VectorFile file) => file.Name switch
    {
        "badpow.blocks" => "the work of proof-of-work is no part of this node",
        "block_123.blocks" or "block_124.blocks" or "block_62717.blocks" or "block_62718.blocks" => "from testnets of 2023, in drafts of EIP-6110 and EIP-4844",
        _ => null,
    };

    private static string? ExpectRefusal(VectorFile file)
    {
        try
        {
            return Import(file, takesOrphans: false) is null ? "taken, expected to be refused" : null;
        }
        catch (RlpException)
        {
            return null;
        }
    }

    /// <summary>Imports the chain; blocks that build on nothing that is here are looked at alone.</summary>
    private static string? Import(VectorFile file, bool takesOrphans)
    {
        var first = ChainFile.Blocks(file).Select(entry => entry.Block).FirstOrDefault();
        if (first is null)
        {
            return "there are no blocks";
        }

        if (ChainFile.FindGenesis(file) is not { } genesis)
        {
            return CheckBodies(file);
        }

        var chain = new FixtureChain(genesis);
        if (first.Number > 1 && takesOrphans)
        {
            if (ImportBefore(file, chain) is { } problem)
            {
                return problem;
            }

            if (chain.Tree.FindHeader(first.Header.ParentHash) is null)
            {
                return CheckBodies(file);
            }
        }

        return ChainFile.Blocks(file).Select(entry => ImportOne(chain, entry.Block, entry.TotalDifficulty)).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>A part of a chain builds on another file of the folder.</summary>
    private static string? ImportBefore(VectorFile file, FixtureChain chain) => file
        .Neighbours(name => name == "common.blocks")
        .SelectMany(ChainFile.Blocks)
        .Select(entry => ImportOne(chain, entry.Block, null))
        .FirstOrDefault(problem => problem is not null);

    private static string? ImportOne(FixtureChain chain, Block block, Primitives.UInt256? totalDifficulty)
    {
        if (block.Number == 0)
        {
            return block.Hash == chain.Tree.Genesis.Hash ? null : $"block 0 is {block.Hash}, the genesis file gives {chain.Tree.Genesis.Hash}";
        }

        var verdict = chain.Import(block);
        return !verdict.IsValid ? $"block {block.Number}: {verdict}"
            : totalDifficulty is { } expected && chain.Tree.FindTotalDifficulty(block.Hash) != expected ? $"block {block.Number}: other total difficulty"
            : null;
    }

    /// <summary>Of blocks whose parents' states are not here: roots, senders and encoding.</summary>
    private static string? CheckBodies(VectorFile file) => ChainFile.Blocks(file).Select(entry => CheckBody(entry.Block)).FirstOrDefault(problem => problem is not null);

    private static string? CheckBody(Block block)
    {
        var verdict = BodyRules.Check(block, Primitives.Specs.ForkRules.Of(Primitives.Specs.Fork.Byzantium));
        return !verdict.IsValid ? verdict.ToString() : Block.Decode(block.Encode()).Hash == block.Hash ? null : "other encoding";
    }
}
