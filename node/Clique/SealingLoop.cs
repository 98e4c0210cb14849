using Microsoft.Extensions.Logging;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique;

/// <summary>Seals this signer's blocks: after each new head it asks whether and when it may, builds, waits for the slot, signs, imports.</summary>
/// <remarks>One loop; a new head cancels whatever it waits for. Sealed blocks go through the importer like anybody else's.</remarks>
public sealed partial class SealingLoop(
    CliqueEngine engine,
    SealPreparation preparation,
    IBlockTree tree,
    IBlockImporter importer,
    ITransactionPool pool,
    ISealSigner signer,
    CliqueOptions options,
    SealingEnvironment environment)
{
    private static readonly TimeSpan SyncPoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeastLead = TimeSpan.FromMilliseconds(20);

    private readonly ILogger _logger = environment.Logger;
    private readonly TimeProvider _time = environment.Time;
    private CancellationTokenSource? _waitingForHead;
    private TaskCompletionSource? _waitingForTransactions;
    private TimeSpan _buildTime;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        tree.HeadChanged += OnHeadChanged;
        pool.Pending += OnPending;
        try
        {
            Log.Started(_logger, signer.Address);
            while (!stopping.IsCancellationRequested)
            {
                using var headMoved = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                _waitingForHead = headMoved; // before the head is read, so that no change is missed
                try
                {
                    await SealAfterAsync(tree.Head, headMoved.Token, stopping);
                }
                catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
                {
                    // a new head: begin anew
                }
                finally
                {
                    _waitingForHead = null;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // the node stops
        }
        finally
        {
            tree.HeadChanged -= OnHeadChanged;
            pool.Pending -= OnPending;
        }
    }

    private async Task SealAfterAsync(BlockHeader head, CancellationToken headMoved, CancellationToken stopping)
    {
        while (environment.IsSyncing())
        {
            await Task.Delay(SyncPoll, _time, headMoved);
        }

        var snapshot = engine.GetSnapshot(head, tree)
            ?? throw new InvalidOperationException($"The signers after the head {head} cannot be found.");
        if (!MaySeal(head, snapshot))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, headMoved);
        }

        await WaitForTransactionsAsync(headMoved);
        var slot = SealingSlot.After(
            head, snapshot, signer.Address, engine.Parameters.PeriodSeconds, OutOfTurnDelay(), _time.GetUtcNow(), environment.Random);
        await DelayUntilAsync(slot.SealAt - Lead(), headMoved);

        var began = _time.GetTimestamp();
        var built = preparation.Build(head, snapshot, signer.Address, slot, headMoved);
        _buildTime = _time.GetElapsedTime(began);
        await DelayUntilAsync(slot.SealAt, headMoved);

        var seal = await signer.SignSealAsync(built.Header, headMoved);
        var block = new Block(CliqueHeader.WithSeal(built.Header, seal), built.Body);
        var result = await importer.ImportSealedAsync(block, built, stopping);
        if (result.Outcome == ImportOutcome.Refused)
        {
            Log.Refused(_logger, block.Number, result.Verdict.ToString());
        }
        else
        {
            Log.Sealed(
                _logger, block.Number, block.Hash, block.Transactions.Length, block.Header.GasUsed, slot.InTurn, _buildTime.TotalMilliseconds);
            environment.Metrics.Sealed(slot.InTurn);
        }

        // Never a second block on one parent: whatever became of this one, the next is sealed on another head.
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, headMoved);
    }

    private bool MaySeal(BlockHeader head, Snapshot snapshot)
    {
        if (!snapshot.IsSigner(signer.Address))
        {
            Log.NotASigner(_logger, signer.Address, head.Number + 1, snapshot.Signers.Length);
            return false;
        }

        var allowed = snapshot.NextAllowed(head.Number + 1, signer.Address);
        if (allowed != head.Number + 1)
        {
            Log.SignedRecently(_logger, head.Number + 1, allowed);
            return false;
        }

        return true;
    }

    /// <summary>With period 0, or where empty blocks are not wanted, there is nothing to do before a transaction comes.</summary>
    private async Task WaitForTransactionsAsync(CancellationToken headMoved)
    {
        if (engine.Parameters.PeriodSeconds > 0 && !options.SkipEmpty)
        {
            return;
        }

        while (pool.Count.Pending == 0)
        {
            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waitingForTransactions = waiting;
            if (pool.Count.Pending == 0)
            {
                Log.WaitingForTransactions(_logger);
                await waiting.Task.WaitAsync(headMoved);
            }
        }
    }

    private TimeSpan OutOfTurnDelay() =>
        options.OutOfTurnDelay ?? TimeSpan.FromSeconds(Math.Min(engine.Parameters.PeriodSeconds / 2.0, 2.0));

    /// <summary>How long before the slot to start building: late, so that young transactions get in, but in time.</summary>
    private TimeSpan Lead()
    {
        var most = TimeSpan.FromSeconds(engine.Parameters.PeriodSeconds / 3.0);
        var wanted = LeastLead + (2 * _buildTime);
        return wanted < most ? wanted : most;
    }

    private async Task DelayUntilAsync(DateTimeOffset moment, CancellationToken headMoved)
    {
        TimeSpan left;
        while ((left = moment - _time.GetUtcNow()) > TimeSpan.Zero)
        {
            await Task.Delay(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left, _time, headMoved);
        }
    }

    private void OnHeadChanged(HeadChange change)
    {
        try
        {
            _waitingForHead?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the loop is between two heads and will read the newest
        }
    }

    private void OnPending(IReadOnlyList<Transaction> transactions) => _waitingForTransactions?.TrySetResult();
}
