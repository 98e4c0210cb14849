using PoaSidechain.Chain;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique;

/// <content>What the loop waits for. Each wait answers whether it came to its end; false: the head moved, or the node stops.</content>
public sealed partial class SealingLoop
{
    private static readonly TimeSpan YieldPoll = TimeSpan.FromMilliseconds(25);

    /// <summary>With period 0, or where empty blocks are not wanted, there is nothing to do before a transaction comes.</summary>
    private async Task<bool> WaitForTransactionsAsync(BlockHeader head, CancellationToken headMoved)
    {
        if (engine.Parameters.PeriodSeconds > 0 && !options.SkipEmpty)
        {
            return true;
        }

        while (pool.Count.Pending == 0)
        {
            using var wake = CancellationTokenSource.CreateLinkedTokenSource(headMoved);
            _waitingForTransactions = wake;
            if (pool.Count.Pending == 0)
            {
                Enter(SealingState.WaitingForTransactions, head);
                Log.WaitingForTransactions(_logger);
                await WaitAsync(Timeout.InfiniteTimeSpan, wake.Token);
            }

            _waitingForTransactions = null;
            if (headMoved.IsCancellationRequested)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Out of turn, a block of this height that is here already and being imported goes first: under load importing takes longer than the head start, and a
    /// second block of the height would only be lost, or lose the other. Not for ever: it may turn out to be bad.
    /// </summary>
    private async Task<bool> YieldAsync(BlockHeader head, SealingSlot slot, CancellationToken headMoved)
    {
        for (var waited = TimeSpan.Zero; !slot.InTurn && waited < _pace.YieldLimit && IsOtherBeingImported(head); waited += YieldPoll)
        {
            Enter(SealingState.YieldingToOther, head);
            if (!await WaitAsync(YieldPoll, headMoved))
            {
                return false;
            }
        }

        return !headMoved.IsCancellationRequested;
    }

    private bool IsOtherBeingImported(BlockHeader head) =>
        importer.Waiting.Any(block => block.ParentHash == head.Hash && block.Number == head.Number + 1);

    private async Task<bool> WaitUntilAsync(DateTimeOffset moment, CancellationToken headMoved)
    {
        TimeSpan left;
        while ((left = moment - _time.GetUtcNow()) > TimeSpan.Zero)
        {
            if (!await WaitAsync(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left, headMoved))
            {
                return false;
            }
        }

        return !headMoved.IsCancellationRequested;
    }

    private async Task<bool> WaitAsync(TimeSpan time, CancellationToken ended)
    {
        await Task.Delay(time, _time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!ended.IsCancellationRequested)
        {
            return true;
        }

        await Task.Yield(); // whoever moved the head runs what waited for it: the importer has better to do than to build blocks
        return false;
    }

    private void OnHeadChanged(HeadChange change) => Cancel(_waitingForHead);

    private void OnPending(IReadOnlyList<Transaction> transactions) => Cancel(_waitingForTransactions);

    private static void Cancel(CancellationTokenSource? source)
    {
        try
        {
            source?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the loop has gone on and will read the newest
        }
    }
}
