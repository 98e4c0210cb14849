using PoaSidechain.Evm;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Chain;

/// <summary>A known block executed once more, transaction by transaction, to see what happens inside. Nothing is compared and nothing kept.</summary>
/// <remarks>Thread: one at a time.</remarks>
public sealed class BlockReplay
{
    private readonly TransactionExecutor _executor;
    private ulong _gasLeft;

    /// <summary>Prepares a block on its parent's state, with everything that comes before the first transaction.</summary>
    public BlockReplay(ChainSpec spec, IConsensusEngine engine, BlockHeader header, StateView parentState, AncestorHashes ancestors)
    {
        var rules = spec.RulesAt(header.Number, header.Timestamp);
        World = new WorldState(parentState);
        Context = BlockContext.Of(header, engine.GetFeeRecipient(header), rules, spec.ChainId, ancestors.Get) with
        {
            MaxBlobs = engine.MaxBlobsPerTransaction(rules),
        };
        _executor = new TransactionExecutor(World, Context);
        _gasLeft = header.GasLimit;
        engine.BeginBlock(World, header);
        SystemContracts.BeginBlock(_executor, header, rules);
    }

    /// <summary>The state as the transactions so far have left it.</summary>
    public WorldState World { get; }

    /// <summary>The block as code sees it.</summary>
    public BlockContext Context { get; }

    /// <summary>Logs of the transactions so far.</summary>
    public int LogCount { get; private set; }

    /// <summary>Executes the next transaction.</summary>
    public TransactionVerdict Execute<TTracer>(Transaction transaction, ref TTracer tracer, out TransactionResult? result)
        where TTracer : struct, ITracer
    {
        var verdict = _executor.Execute(transaction, _gasLeft, ref tracer, out result);
        _gasLeft -= result?.GasUsed ?? 0;
        LogCount += result?.Logs.Count ?? 0;
        return verdict;
    }
}
