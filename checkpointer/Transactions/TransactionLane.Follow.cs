using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Transactions;

/// <content>Following what was sent: receipts, replacements, finality.</content>
internal sealed partial class TransactionLane
{
    /// <summary>Looks after every transaction that is not final.</summary>
    /// <param name="finalNumber">Newest block that will not be left again.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task TickAsync(ulong finalNumber, CancellationToken cancellationToken)
    {
        await RecoverAsync(cancellationToken);
        await LookAtBalanceAsync(cancellationToken);
        if (_transactions.Count == 0)
        {
            _metrics.Report(0, TimeSpan.Zero);
            return;
        }

        var fees = await FeesAsync(cancellationToken);
        var finalNonce = await _endpoints.MedianAsync(e => e.NonceAsync(Sender, BlockTag.At(finalNumber), cancellationToken));
        foreach (var transaction in _transactions.Values.ToArray())
        {
            var receipt = await ReceiptAsync(transaction, cancellationToken);
            var isKnown = receipt is not null
                || await _endpoints.AskAsync(e => e.KnowsAsync(transaction.Newest.Hash, cancellationToken));
            var seen = new LaneObservation(receipt, isKnown, finalNonce, finalNumber, fees.Number);
            await ActAsync(transaction, seen, fees, cancellationToken);
        }

        _metrics.Report(_transactions.Count, _transactions.Count == 0 ? TimeSpan.Zero : _transactions.Values.Max(AgeOf));
    }

    /// <summary>For the metric alone: what counts is looked up before each transaction.</summary>
    private async Task LookAtBalanceAsync(CancellationToken cancellationToken)
    {
        if (_balanceReadAt is not { } before || _time.GetUtcNow() - before >= BalanceInterval)
        {
            _metrics.Has(await _endpoints.MedianAsync(e => e.BalanceAsync(Sender, cancellationToken)));
            _balanceReadAt = _time.GetUtcNow();
        }
    }

    /// <summary>After a start: first of all the same bytes again.</summary>
    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (_isRecovered)
        {
            return;
        }

        foreach (var transaction in _transactions.Values.ToArray())
        {
            Log.Recovering(_logger, _chain, transaction.Intent.Purpose, transaction.Nonce, transaction.Newest.Hash);
            await SendAsync(transaction, cancellationToken);
        }

        _isRecovered = true;
    }

    private async Task<TransactionReceipt?> ReceiptAsync(LaneTransaction transaction, CancellationToken cancellationToken)
    {
        var hashes = transaction.Attempts.Select(a => a.Hash).ToArray();
        var receipts = await _endpoints.AskAsync(e => e.ReceiptsAsync(hashes, cancellationToken));
        var receipt = receipts.FirstOrDefault(r => r is not null);
        if (receipt is null)
        {
            if (_mined.Remove(transaction.Nonce))
            {
                Log.ReorgedOut(_logger, _chain, transaction.Intent.Purpose, transaction.Nonce);
            }
        }
        else if (!_mined.TryGetValue(transaction.Nonce, out var before) || before != receipt)
        {
            _mined[transaction.Nonce] = receipt;
            Log.Mined(_logger, _chain, transaction.Intent.Purpose, transaction.Nonce, receipt.BlockNumber, receipt.GasUsed, receipt.Succeeded);
        }

        return receipt;
    }

    private async Task ActAsync(LaneTransaction transaction, LaneObservation seen, FeeData fees, CancellationToken cancellationToken)
    {
        var isBumpDue = _underbid.Contains(transaction.Nonce) || _schedule.IsBumpDue(transaction.Newest.Block, seen.Head);
        var isWanted = !_unwanted.Contains(transaction.Nonce) || _transactions.Keys.Any(n => n > transaction.Nonce);
        switch (LaneRules.Decide(transaction, seen, isBumpDue, isWanted))
        {
            case LaneAction.Forget:
                Forget(transaction, seen.Receipt!.Cost);
                break;
            case LaneAction.GiveUp:
                Log.NonceTaken(_logger, _chain, transaction.Intent.Purpose, transaction.Nonce);
                Forget(transaction, UInt256.Zero);
                break;
            case LaneAction.Rebroadcast:
                await SendAsync(transaction, cancellationToken);
                break;
            case LaneAction.Bump:
                await BumpAsync(transaction, seen, fees, cancellationToken);
                break;
        }
    }

    private async Task BumpAsync(LaneTransaction transaction, LaneObservation seen, FeeData fees, CancellationToken cancellationToken)
    {
        var gasLimit = await SimulateAsync(transaction.Intent, cancellationToken);
        if (gasLimit is null)
        {
            _unwanted.Add(transaction.Nonce); // somebody else did it; never pay more for a revert
        }

        var isBlocking = _transactions.Keys.Any(n => n > transaction.Nonce);
        var raised = gasLimit is null && !isBlocking ? null : _schedule.Bump(transaction.Newest.Fee, fees, AgeOf(transaction));
        var limit = Math.Max(transaction.GasLimit, gasLimit ?? 0); // estimated again, never lowered
        if (raised is not { } fee || await AffordAsync(fee.MaxFee * limit, transaction, cancellationToken) != EnqueueResult.Sent)
        {
            if (!seen.IsKnown)
            {
                await SendAsync(transaction, cancellationToken);
            }

            return;
        }

        var isUnwanted = _unwanted.Contains(transaction.Nonce);
        var replacement = transaction with { GasLimit = limit };
        replacement = replacement.With(Sign(replacement, fee, seen.Head));
        _crashPoints.Pass(CrashPoint.BeforeReplacementRecord);
        Save(replacement);
        _crashPoints.Pass(CrashPoint.AfterReplacementRecord);
        if (isUnwanted)
        {
            _unwanted.Add(transaction.Nonce);
        }

        _metrics.Bumped();
        Log.Bumping(_logger, _chain, transaction.Intent.Purpose, transaction.Nonce, replacement.Newest.Hash, fee.MaxFee, fee.Tip);
        await SendAsync(replacement, cancellationToken);
    }

    /// <summary>Sends the newest attempt and draws the conclusions; whatever the answer, the record stays until the chain decides.</summary>
    private async Task SendAsync(LaneTransaction transaction, CancellationToken cancellationToken)
    {
        var (verdict, error) = await _endpoints.BroadcastAsync(transaction.Newest.Raw, cancellationToken);
        _crashPoints.Pass(CrashPoint.AfterTransactionSent);
        switch (verdict)
        {
            case SendVerdict.Accepted or SendVerdict.AlreadyKnown:
                Taken(transaction.Nonce);
                return;
            case SendVerdict.ReplacementUnderpriced or SendVerdict.Underpriced:
                _underbid.Add(transaction.Nonce);
                break;
            case SendVerdict.InsufficientFunds:
                _unpaid.Add(transaction.Nonce);
                Refuse(EnqueueResult.InsufficientFunds, $"{Sender} cannot pay for {transaction.Intent.Purpose}");
                break;
            case SendVerdict.Rejected:
                _unwanted.Add(transaction.Nonce);
                break;
        }

        Log.NotTaken(_logger, _chain, transaction.Intent.Purpose, transaction.Nonce, verdict, error!);
    }

    /// <summary>A node that took what it had refused for want of funds says that there are funds again.</summary>
    private void Taken(ulong nonce)
    {
        if (_unpaid.Remove(nonce) && _unpaid.Count == 0)
        {
            CanPay = true;
            Trouble = "";
        }
    }

    private void Forget(LaneTransaction transaction, in UInt256 cost)
    {
        _crashPoints.Pass(CrashPoint.BeforeTransactionForgotten);
        _record.Forget(transaction, cost, Today());
        _transactions.Remove(transaction.Nonce);
        _mined.Remove(transaction.Nonce);
        _unwanted.Remove(transaction.Nonce);
        _underbid.Remove(transaction.Nonce);
        _unpaid.Remove(transaction.Nonce);
        _metrics.Finished(cost);
    }
}
