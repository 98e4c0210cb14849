using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.Tests.Benchmarks.Evm;

/// <summary>Lets a fixture's blocks through: what is measured is their execution.</summary>
internal sealed class FixtureEngine : IConsensusEngine
{
    public int? MaxExtraDataBytes => null;

    public BlockVerdict VerifyStructure(BlockHeader header) => BlockVerdict.Valid;

    public BlockVerdict VerifyAgainstParent(BlockHeader header, BlockHeader parent, IHeaderSource ancestors) => BlockVerdict.Valid;

    public BlockVerdict VerifyUncles(Block block, IHeaderSource ancestors) => BlockVerdict.Valid;

    public Address GetFeeRecipient(BlockHeader header) => header.Beneficiary;

    public void ApplyRewards(WorldState state, Block block)
    {
        // a chain after the merge
    }

    public bool IsBetter(BlockHeader candidate, BlockHeader current, IHeaderSource ancestors) => false;
}
