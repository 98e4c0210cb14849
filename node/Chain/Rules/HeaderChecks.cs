using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Chain.Rules;

/// <summary>The rules for a header in their order, the chain's and the engine's: one list for whoever imports blocks and whoever joins by headers.</summary>
/// <remarks>Needs neither body nor state. Thread: as the engine.</remarks>
internal sealed class HeaderChecks(ChainSpec spec, IConsensusEngine engine, TimeProvider time)
{
    /// <summary>What can be said without the parent.</summary>
    /// <param name="header">The header.</param>
    /// <param name="ignoresClock">True to take headers ahead of the clock.</param>
    public BlockVerdict CheckAlone(BlockHeader header, bool ignoresClock = false)
    {
        var verdict = ignoresClock ? BlockVerdict.Valid : HeaderRules.CheckNotInFuture(header, (ulong)time.GetUtcNow().ToUnixTimeSeconds());
        verdict = verdict.IsValid ? HeaderRules.CheckAlone(header, spec.RulesAt(header.Number, header.Timestamp), engine.MaxExtraDataBytes) : verdict;
        return verdict.IsValid ? engine.VerifyStructure(header) : verdict;
    }

    /// <summary>What needs the parent.</summary>
    /// <param name="header">The header.</param>
    /// <param name="parent">Its parent, decided on before.</param>
    /// <param name="ancestors">Where the engine finds older headers.</param>
    public BlockVerdict CheckAgainstParent(BlockHeader header, BlockHeader parent, IHeaderSource ancestors)
    {
        var verdict = HeaderRules.CheckAgainstParent(
            header, parent, spec.RulesAt(header.Number, header.Timestamp), spec.RulesAt(parent.Number, parent.Timestamp));
        return verdict.IsValid ? engine.VerifyAgainstParent(header, parent, ancestors) : verdict;
    }
}
