using PoaSidechain.Chain.Rules;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Chain;

/// <summary>One block in execution: shared by the processor, which is given the transactions, and the builder, which chooses them.</summary>
/// <remarks>Thread: one at a time.</remarks>
internal sealed class BlockRun
{
    private readonly IConsensusEngine _engine;
    private readonly BlockHeader _header;
    private readonly WorldState _state;
    private readonly StateView _parentState;
    private readonly BlockContext _context;
    private readonly TransactionExecutor _executor;

    /// <summary>Prepares a block on its parent's state.</summary>
    /// <param name="spec">The chain.</param>
    /// <param name="engine">Its engine.</param>
    /// <param name="header">Header whose number, time, gas limit, fees and difficulty are set.</param>
    /// <param name="feeRecipient">Who earns the fees.</param>
    /// <param name="state">The world of this block.</param>
    /// <param name="parentState">What it reads from.</param>
    /// <param name="ancestors">Hashes for BLOCKHASH.</param>
    /// <param name="buffers">Memory to use again; new when not given.</param>
    public BlockRun(
        ChainSpec spec, IConsensusEngine engine, BlockHeader header, Address feeRecipient, WorldState state, StateView parentState, AncestorHashes ancestors,
        ExecutionBuffers? buffers = null)
    {
        _engine = engine;
        _header = header;
        _state = state;
        _parentState = parentState;
        Rules = spec.RulesAt(header.Number, header.Timestamp);
        _context = BlockContext.Of(header, feeRecipient, Rules, spec.ChainId, ancestors.Get) with
        {
            MaxBlobs = engine.MaxBlobsPerTransaction(Rules),
        };
        _executor = new TransactionExecutor(state, _context, buffers);
    }

    /// <summary>The rules in force.</summary>
    public ForkRules Rules { get; }

    /// <summary>Gas used so far.</summary>
    public ulong GasUsed { get; private set; }

    /// <summary>Gas the block has left.</summary>
    public ulong GasLeft => _header.GasLimit - GasUsed;

    /// <summary>Receipts so far.</summary>
    public List<Receipt> Receipts { get; } = [];

    /// <summary>What comes before the first transaction: the engine's own, then system calls (EIP-4788, EIP-2935), without effect where their contracts are absent.</summary>
    public void Begin()
    {
        _engine.BeginBlock(_state, _header);
        SystemContracts.BeginBlock(_executor, _header, Rules);
    }

    /// <summary>Executes the next transaction, unless it may not be here.</summary>
    public TransactionVerdict ProcessTransaction(Transaction transaction)
    {
        var verdict = _executor.Execute(transaction, GasLeft, out var result);
        if (!verdict.IsValid)
        {
            return verdict;
        }

        GasUsed += result!.GasUsed;
        Receipts.Add(new Receipt
        {
            Type = transaction.Type,
            PostState = Rules.IsByzantium ? null : PostState().Root,
            Succeeded = result.IsSuccess,
            CumulativeGasUsed = GasUsed,
            Logs = [.. result.Logs],
        });
        return verdict;
    }

    /// <summary>Rewards and requests, if the engine has any.</summary>
    public BlockVerdict End(Block block)
    {
        _engine.ApplyRewards(_state, block);
        return _engine.ApplyRequests(_executor, _header, Receipts);
    }

    /// <summary>The state after what was executed so far.</summary>
    public StateView PostState() => _parentState.Apply(_state.CollectChanges());
}
