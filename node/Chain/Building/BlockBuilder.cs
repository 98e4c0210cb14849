using PoaSidechain.Chain.Pool;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Chain.Building;

/// <summary>Makes an unsealed block out of the pool's best paying transactions.</summary>
/// <remarks>Thread: any; each call works on its own state.</remarks>
public sealed class BlockBuilder(
    ChainSpec spec, IConsensusEngine engine, BlockTree tree, ITransactionPool pool, BuildOptions options, TimeProvider time)
{
    private const ulong LeastTransactionGas = 21_000;
    private const int MaxTransactionBytes = BodyRules.MaxBlockBytes - (64 * 1024); // fits EIP-7934 and a devp2p message under any fork

    /// <summary>The requests' hash of a block that asks nothing of a consensus layer (EIP-7685): SHA-256 of nothing.</summary>
    public static Hash256 EmptyRequestsHash { get; } = Hash256.Parse("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    /// <summary>Builds the block after a head.</summary>
    /// <param name="head">The parent; must be the tree's head.</param>
    /// <param name="template">Header with the engine's fields and the timestamp; all others are filled in here.</param>
    /// <param name="feeRecipient">Who earns the fees.</param>
    /// <param name="cancellation">Gives up, when the head moved meanwhile.</param>
    /// <param name="fillTime">Longest time for taking transactions, where that is shorter than the options' limit.</param>
    public BuiltBlock Build(
        BlockHeader head, BlockHeader template, in Address feeRecipient, CancellationToken cancellation, TimeSpan? fillTime = null)
    {
        var current = tree.Current;
        if (current.Header.Hash != head.Hash)
        {
            throw new OperationCanceledException("The head moved.");
        }

        var header = Complete(head, template);
        var run = new BlockRun(
            spec, engine, header, feeRecipient, new WorldState(current.State), current.State, new AncestorHashes(head, tree));
        run.Begin();
        var transactions = Fill(run, header, fillTime < options.MaxBuildTime ? fillTime.Value : options.MaxBuildTime, cancellation);
        var body = new BlockBody([.. transactions], [], run.Rules.IsShanghai ? [] : null);
        _ = run.End(new Block(header, body)); // the requests' hash is the engine's own, set when the header was prepared
        return Finish(header, body, run, current.State, feeRecipient);
    }

    /// <summary>The gas limit one step from the parent's towards a target.</summary>
    public static ulong NextGasLimit(ulong parentGasLimit, ulong target)
    {
        var step = (parentGasLimit / HeaderRules.GasLimitBoundDivisor) - 1;
        return parentGasLimit < target ? Math.Min(parentGasLimit + step, target)
            : Math.Max(Math.Max(parentGasLimit - step, target), HeaderRules.MinGasLimit);
    }

    private BlockHeader Complete(BlockHeader head, BlockHeader template)
    {
        var number = head.Number + 1;
        var rules = spec.RulesAt(number, template.Timestamp);
        var parentRules = spec.RulesAt(head.Number, head.Timestamp);
        var isFirstLondon = rules.IsLondon && !parentRules.IsLondon;
        var parentGasLimit = isFirstLondon ? head.GasLimit * BaseFee.ElasticityMultiplier : head.GasLimit;
        return template with
        {
            ParentHash = head.Hash,
            Number = number,
            GasLimit = NextGasLimit(parentGasLimit, options.GasLimit),
            BaseFeePerGas = rules.IsLondon ? BaseFee.After(head, parentRules) : null,
            WithdrawalsRoot = rules.IsShanghai ? Keccak256.OfEmptyTrie : null,
            BlobGasUsed = rules.IsCancun ? 0UL : null,
            ExcessBlobGas = rules.IsCancun ? 0UL : null,
            ParentBeaconBlockRoot = rules.IsCancun ? Hash256.Zero : null,
            RequestsHash = rules.IsPrague ? EmptyRequestsHash : null,
        };
    }

    private List<Transaction> Fill(BlockRun run, BlockHeader header, TimeSpan fillTime, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var selection = new TransactionSelection(pool.GetPending(), header.BaseFeePerGas.GetValueOrDefault());
        List<Transaction> included = [];
        var bytesLeft = MaxTransactionBytes;
        while (run.GasLeft >= LeastTransactionGas
            && selection.Peek() is { } transaction
            && time.GetElapsedTime(began) < fillTime)
        {
            cancellation.ThrowIfCancellationRequested();
            if (transaction.Encoded.Length > bytesLeft)
            {
                selection.SkipSender();
                continue;
            }

            var verdict = run.ProcessTransaction(transaction);
            if (verdict.IsValid)
            {
                bytesLeft -= transaction.Encoded.Length;
                included.Add(transaction);
                selection.Next();
                continue;
            }

            selection.SkipSender();
            if (IsForGood(verdict.Error))
            {
                pool.Remove(transaction.Hash);
            }
        }

        return included;
    }

    /// <summary>True when the transaction cannot be in any later block either, so that the pool need not keep it.</summary>
    private static bool IsForGood(TransactionError error) =>
        error is not (TransactionError.GasLimitAboveBlock or TransactionError.FeeCapBelowBaseFee or TransactionError.NonceTooHigh);

    private static BuiltBlock Finish(BlockHeader header, BlockBody body, BlockRun run, StateView parentState, in Address feeRecipient)
    {
        Receipt[] receipts = [.. run.Receipts];
        var postState = run.PostState();
        var complete = header with
        {
            StateRoot = postState.Root,
            TransactionsRoot = BodyRules.TransactionsRoot(body.Transactions),
            ReceiptsRoot = BodyRules.ReceiptsRoot(receipts),
            LogsBloom = BodyRules.LogsBloom(receipts),
            GasUsed = run.GasUsed,
        };
        return new BuiltBlock(complete, body, receipts, postState, parentState, feeRecipient);
    }
}
