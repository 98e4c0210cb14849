using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>Which stale headers a proof-of-work block may include (Yellow Paper section 11.1).</summary>
internal sealed class UncleRules(ChainSpec spec, EthashEngine engine)
{
    private const int MaxUncles = 2;
    private const int MaxGenerations = 7; // the parent, and six above it

    public BlockVerdict Check(Block block, BlockTree tree)
    {
        if (block.Body.Uncles.Length > MaxUncles)
        {
            return Invalid($"{block.Body.Uncles.Length} of them");
        }

        var ancestors = new Dictionary<Hash256, BlockHeader>();
        var included = new HashSet<Hash256> { block.Hash };
        var hash = block.Header.ParentHash;
        for (var i = 0; i < MaxGenerations && tree.FindHeader(hash) is { } ancestor; i++)
        {
            ancestors[hash] = ancestor;
            included.UnionWith(tree.FindBody(hash)!.Uncles.Select(uncle => uncle.Hash));
            hash = ancestor.ParentHash;
        }

        foreach (var uncle in block.Body.Uncles)
        {
            var verdict = CheckOne(uncle, block, ancestors, included, tree);
            if (!verdict.IsValid)
            {
                return verdict;
            }
        }

        return BlockVerdict.Valid;
    }

    private BlockVerdict CheckOne(
        BlockHeader uncle, Block block, Dictionary<Hash256, BlockHeader> ancestors, HashSet<Hash256> included, IHeaderSource headers)
    {
        if (ancestors.ContainsKey(uncle.Hash))
        {
            return Invalid("is an ancestor");
        }

        if (!included.Add(uncle.Hash))
        {
            return Invalid("is included already");
        }

        if (uncle.ParentHash == block.Header.ParentHash || !ancestors.TryGetValue(uncle.ParentHash, out var parent))
        {
            return Invalid("is no child of an ancestor, or a sibling");
        }

        var rules = spec.RulesAt(uncle.Number, uncle.Timestamp);
        var verdict = HeaderRules.CheckAlone(uncle, rules, engine.MaxExtraDataBytes);
        verdict = verdict.IsValid ? engine.VerifyStructure(uncle) : verdict;
        verdict = verdict.IsValid ? HeaderRules.CheckAgainstParent(uncle, parent, rules, spec.RulesAt(parent.Number, parent.Timestamp)) : verdict;
        return verdict.IsValid ? engine.VerifyAgainstParent(uncle, parent, headers) : verdict;
    }

    private static BlockVerdict Invalid(string detail) => BlockVerdict.Invalid(BlockError.InvalidUncles, detail);
}
