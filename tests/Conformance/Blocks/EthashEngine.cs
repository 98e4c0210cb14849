using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>Ethereum's own consensus as far as it needs no seal and no beacon chain: all rules of proof-of-work blocks but the work, and of blocks after it.</summary>
/// <remarks>Exists for fixtures alone; the real chain code runs on it.</remarks>
internal sealed class EthashEngine : IConsensusEngine
{
    private const int MaxExtraData = 32;
    private const ulong Gwei = 1_000_000_000;

    private readonly NetworkRules _network;
    private readonly UncleRules _uncles;

    public EthashEngine(NetworkRules network)
    {
        _network = network;
        _uncles = new UncleRules(network.Spec, this);
    }

    /// <summary>The tree that the engine decides for: total difficulties and the uncles of ancestors are read from it.</summary>
    public BlockTree? Tree { get; set; }

    public int? MaxExtraDataBytes => MaxExtraData;

    public bool ChoosesByTotalDifficulty => _network.TerminalTotalDifficulty is null;

    public ulong MaxBlobsPerTransaction(ForkRules rules) => rules.IsCancun ? rules.Blobs.Max : 0;

    public BlockVerdict VerifyStructure(BlockHeader header) =>
        _network.DaoBlock is { } dao && !DaoFork.IsMarked(header, dao) ? BlockVerdict.Invalid(BlockError.InvalidForkField, "the mark of the DAO fork is missing")
        : BlockVerdict.Valid;

    public BlockVerdict VerifyAgainstParent(BlockHeader header, BlockHeader parent, IHeaderSource ancestors)
    {
        if (header.Timestamp <= parent.Timestamp)
        {
            return BlockVerdict.Invalid(BlockError.InvalidTimestamp, $"{header.Timestamp} after {parent.Timestamp}");
        }

        var rules = _network.Spec.RulesAt(header.Number, header.Timestamp);
        return IsWithoutWork(rules, parent) ? CheckWithoutWork(header, parent, rules) : CheckDifficulty(header, parent, rules);
    }

    public BlockVerdict VerifyUncles(Block block, IHeaderSource ancestors)
    {
        if (block.Header.Difficulty.IsZero && block.Body.Uncles.Length > 0)
        {
            return BlockVerdict.Invalid(BlockError.InvalidUncles, "after proof of work there are none");
        }

        var verdict = _uncles.Check(block, Tree!);
        return verdict.IsValid ? BlobRules.CheckBody(block) : verdict;
    }

    public Address GetFeeRecipient(BlockHeader header) => header.Beneficiary;

    public void BeginBlock(WorldState state, BlockHeader header)
    {
        if (header.Number == _network.DaoBlock)
        {
            DaoFork.MoveBalances(state);
        }
    }

    public void ApplyRewards(WorldState state, Block block)
    {
        var rules = _network.Spec.RulesAt(block.Number, block.Header.Timestamp);
        state.BeginTransaction();
        if (!block.Header.Difficulty.IsZero)
        {
            Reward(state, block, rules);
        }

        foreach (var withdrawal in block.Body.Withdrawals ?? [])
        {
            state.AddBalance(state.GetAccount(withdrawal.Address), (UInt256)withdrawal.AmountGwei * Gwei);
        }

        state.FinishTransaction(rules);
    }

    public BlockVerdict ApplyRequests(TransactionExecutor executor, BlockHeader header, IReadOnlyList<Receipt> receipts) =>
        header.RequestsHash is { } hash ? Requests.Check(executor, hash, receipts) : BlockVerdict.Valid;

    /// <summary>Of blocks of equal total difficulty the first one seen stays, while there is work; after it the newest is the one that was chosen.</summary>
    public bool IsBetter(BlockHeader candidate, BlockHeader current, IHeaderSource ancestors) => candidate.Difficulty.IsZero;

    private bool IsWithoutWork(ForkRules rules, BlockHeader parent) =>
        _network.TerminalTotalDifficulty is { } terminal ? Tree!.FindTotalDifficulty(parent.Hash) >= terminal : rules.Fork >= Fork.Paris;

    /// <summary>EIP-3675.</summary>
    private static BlockVerdict CheckWithoutWork(BlockHeader header, BlockHeader parent, ForkRules rules) =>
        !header.Difficulty.IsZero ? BlockVerdict.Invalid(BlockError.InvalidDifficulty, $"{header.Difficulty} after proof of work")
        : header.Nonce != 0 ? BlockVerdict.Invalid(BlockError.InvalidForkField, "a nonce after proof of work")
        : header.UnclesHash != Keccak256.OfEmptyList ? BlockVerdict.Invalid(BlockError.InvalidUncles, "after proof of work there are none")
        : BlobRules.CheckHeader(header, parent, rules);

    private BlockVerdict CheckDifficulty(BlockHeader header, BlockHeader parent, ForkRules rules)
    {
        var expected = _network.FixedDifficulty ?? DifficultyRules.Of(
            rules.Fork,
            _network.BombDelayAt(header.Number, rules.Fork),
            header.Number,
            header.Timestamp,
            (parent.Difficulty, parent.Timestamp, parent.UnclesHash != Keccak256.OfEmptyList));
        return header.Difficulty == expected
            ? BlockVerdict.Valid
            : BlockVerdict.Invalid(BlockError.InvalidDifficulty, $"{header.Difficulty}, expected {expected}");
    }

    /// <summary>Yellow Paper section 11.3, EIP-649, EIP-1234.</summary>
    private static void Reward(WorldState state, Block block, ForkRules rules)
    {
        var ether = (UInt256)Gwei * Gwei;
        var reward = ether * (rules.IsConstantinople ? 2UL : rules.IsByzantium ? 3UL : 5UL);
        var miner = reward;
        foreach (var uncle in block.Body.Uncles)
        {
            state.AddBalance(state.GetAccount(uncle.Beneficiary), reward * (8 + uncle.Number - block.Number) / 8);
            miner += reward / 32;
        }

        state.AddBalance(state.GetAccount(block.Header.Beneficiary), miner);
    }
}
