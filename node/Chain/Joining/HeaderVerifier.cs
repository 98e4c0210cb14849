using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Chain.Joining;

/// <summary>Everything that can be said of a header without its body and without the state: the rules that <see cref="BlockImport"/> applies to it.</summary>
/// <remarks>Thread: one at a time for a chain of headers; seals may be recovered by several before.</remarks>
public sealed class HeaderVerifier(ChainSpec spec, IConsensusEngine engine, CheckpointPin pin, TimeProvider time)
{
    private readonly HeaderChecks _checks = new(spec, engine, time);

    /// <summary>Recovers the seals on all processors: most of the work, and the engine keeps what it finds.</summary>
    public void Recover(IReadOnlyList<BlockHeader> headers) => Parallel.ForEach(headers, header => engine.GetFeeRecipient(header));

    /// <summary>Decides on a header whose parent was decided on before.</summary>
    public BlockVerdict Verify(BlockHeader header, BlockHeader parent, IHeaderSource ancestors)
    {
        var verdict = _checks.CheckAlone(header);
        verdict = verdict.IsValid ? _checks.CheckAgainstParent(header, parent, ancestors) : verdict;
        return verdict.IsValid && pin.Final is { } final && final.Number == header.Number && final.Hash != header.Hash
            ? BlockVerdict.Invalid(BlockError.LeavesCheckpoint, $"block {final.Number} {final.Hash} is final on L1")
            : verdict;
    }
}
