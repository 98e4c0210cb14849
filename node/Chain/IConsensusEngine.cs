using PoaSidechain.Chain.Rules;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Chain;

/// <summary>What differs between consensus engines: Clique on real chains, the rules of proof-of-work blocks in conformance tests.</summary>
/// <remarks>Thread: importer loop, and read-only use by RPC and sealing; implementations are safe for both.</remarks>
public interface IConsensusEngine
{
    /// <summary>Most extra data bytes a header may have; null where the engine's own rules say it.</summary>
    int? MaxExtraDataBytes { get; }

    /// <summary>True where the branch with the most difficulty is the chain; false where a consensus layer chooses it (Ethereum since the merge).</summary>
    bool ChoosesByTotalDifficulty => true;

    /// <summary>Rules that need the header alone.</summary>
    BlockVerdict VerifyStructure(BlockHeader header);

    /// <summary>Rules against the parent, of time and difficulty, and the seal. Ancestors are found by hash through <paramref name="ancestors"/>.</summary>
    BlockVerdict VerifyAgainstParent(BlockHeader header, BlockHeader parent, IHeaderSource ancestors);

    /// <summary>Rules of uncles.</summary>
    BlockVerdict VerifyUncles(Block block, IHeaderSource ancestors);

    /// <summary>Who earns the fees and is answered by COINBASE: the recovered signer, not the header's beneficiary, on Clique.</summary>
    Address GetFeeRecipient(BlockHeader header);

    /// <summary>Most blobs a transaction may have (EIP-4844); 0, the answer of every chain of ours, refuses blob transactions.</summary>
    ulong MaxBlobsPerTransaction(ForkRules rules) => 0;

    /// <summary>Changes of the state that no transaction makes, before the first one: Ethereum's DAO fork had one.</summary>
    void BeginBlock(WorldState state, BlockHeader header)
    {
    }

    /// <summary>Block rewards, if the engine has any, into the state after the last transaction.</summary>
    void ApplyRewards(WorldState state, Block block);

    /// <summary>Rules of what a block asks of a consensus layer (EIP-7685), after the rewards; an engine without one fixes the header's hash instead.</summary>
    BlockVerdict ApplyRequests(TransactionExecutor executor, BlockHeader header, IReadOnlyList<Receipt> receipts) => BlockVerdict.Valid;

    /// <summary>Fork choice between two blocks of equal total difficulty: true when the candidate should become head.</summary>
    bool IsBetter(BlockHeader candidate, BlockHeader current, IHeaderSource ancestors);
}
