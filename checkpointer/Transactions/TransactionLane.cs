using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Telemetry;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Checkpointer.Transactions;

/// <summary>One fee key on one chain: gives out nonces, writes each transaction down before sending it, and follows it until it is final.</summary>
/// <remarks>Thread: the loop only. No other process may use the key on this chain.</remarks>
internal sealed partial class TransactionLane
{
    private const int MaxUnmined = 8;
    private static readonly TimeSpan BalanceInterval = TimeSpan.FromSeconds(30);

    private readonly string _chain;
    private readonly ulong _chainId;
    private readonly PrivateKey _key;
    private readonly EndpointPool _endpoints;
    private readonly LaneRecord _record;
    private readonly FeeSchedule _schedule;
    private readonly UInt256 _dailyCap;
    private readonly TimeProvider _time;
    private readonly CrashPoints _crashPoints;
    private readonly LaneMetrics _metrics;
    private readonly ILogger _logger;

    private readonly SortedDictionary<ulong, LaneTransaction> _transactions = [];
    private readonly Dictionary<ulong, TransactionReceipt> _mined = [];
    private readonly HashSet<ulong> _unwanted = []; // would revert, or was refused: its nonce goes to the next intent
    private readonly HashSet<ulong> _underbid = []; // a node asked for more
    private readonly HashSet<ulong> _unpaid = []; // a node said that the account cannot pay it
    private bool _isRecovered;
    private DateTimeOffset? _balanceReadAt;

    public TransactionLane(
        string chain, ulong chainId, PrivateKey key, EndpointPool endpoints, CheckpointerJournal journal, FeeOptions fees, LaneServices services)
    {
        _chain = chain;
        _chainId = chainId;
        _key = key;
        _endpoints = endpoints;
        _record = new LaneRecord(journal, chainId);
        _schedule = new FeeSchedule(fees);
        _dailyCap = (UInt256)(ulong)fees.DailyCapMilli * 1_000_000_000_000_000UL;
        _time = services.Time;
        _crashPoints = services.CrashPoints;
        _metrics = services.Metrics.Lane(chain);
        _logger = services.Logger;
        foreach (var transaction in _record.Load())
        {
            _transactions.Add(transaction.Nonce, transaction);
        }
    }

    /// <summary>The account that pays.</summary>
    public Address Sender => _key.Address;

    /// <summary>False when the last attempt failed for want of funds or because of the daily cap: others should lead.</summary>
    public bool CanPay { get; private set; } = true;

    /// <summary>Why it cannot pay.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>Transactions not yet final.</summary>
    public IReadOnlyCollection<LaneTransaction> Transactions => _transactions.Values;

    /// <summary>True while a transaction of that purpose is on its way or was mined, until it is final.</summary>
    public bool IsUnderWay(string purpose) =>
        _transactions.Values.Any(t => t.Intent.Purpose == purpose && !_unwanted.Contains(t.Nonce) && !HasFailed(t));

    /// <summary>Takes an intent: simulates it, gives it a nonce, writes it down, sends it.</summary>
    public async Task<EnqueueResult> EnqueueAsync(TransactionIntent intent, CancellationToken cancellationToken)
    {
        if (IsUnderWay(intent.Purpose))
        {
            return EnqueueResult.AlreadyUnderWay;
        }

        if (_unpaid.Any(n => !_unwanted.Contains(n)))
        {
            return EnqueueResult.InsufficientFunds; // one more would only wait behind what the account cannot pay; Trouble says what
        }

        if (await SimulateAsync(intent, cancellationToken) is not { } gasLimit)
        {
            return EnqueueResult.WouldRevert;
        }

        var fees = await FeesAsync(cancellationToken);
        var chainNonce = await _endpoints.MedianAsync(e => e.NonceAsync(Sender, BlockTag.Latest, cancellationToken));
        var replaced = _transactions.Values.FirstOrDefault(t => t.Nonce >= chainNonce && _unwanted.Contains(t.Nonce));
        if (replaced is null && _transactions.Keys.Count(n => n >= chainNonce) >= MaxUnmined)
        {
            return EnqueueResult.LaneFull;
        }

        if ((replaced is null ? _schedule.Fresh(fees) : _schedule.Bump(replaced.Newest.Fee, fees, AgeOf(replaced))) is not { } fee)
        {
            return EnqueueResult.LaneFull; // the unwanted one stands at the ceiling: only time helps
        }

        if (await AffordAsync(fee.MaxFee * gasLimit, replaced, cancellationToken) is var refusal and not EnqueueResult.Sent)
        {
            return refusal;
        }

        var transaction = new LaneTransaction
        {
            Nonce = replaced?.Nonce ?? LaneRules.FreeNonce(chainNonce, _transactions.Keys),
            Intent = intent,
            GasLimit = gasLimit,
            CreatedAt = (ulong)_time.GetUtcNow().ToUnixTimeSeconds(),
            // Earlier attempts at the nonce may still be mined: their receipts are looked for as well.
            Attempts = replaced?.Attempts ?? [],
        };
        transaction = transaction.With(Sign(transaction, fee, fees.Number));
        _crashPoints.Pass(CrashPoint.BeforeTransactionRecord);
        Save(transaction);
        _crashPoints.Pass(CrashPoint.AfterTransactionRecord);
        Log.Sending(_logger, _chain, intent.Purpose, transaction.Nonce, transaction.Newest.Hash, fee.MaxFee, fee.Tip, gasLimit);
        await SendAsync(transaction, cancellationToken);
        return EnqueueResult.Sent;
    }

    /// <summary>True when the nonce was used up without the intent: by a revert, or by an earlier intent that had the nonce before.</summary>
    private bool HasFailed(LaneTransaction transaction) => _mined.TryGetValue(transaction.Nonce, out var receipt)
        && (!receipt.Succeeded || !transaction.Carries(receipt.TransactionHash));

    private TimeSpan AgeOf(LaneTransaction transaction) =>
        _time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds((long)transaction.CreatedAt);

    private uint Today() => (uint)(_time.GetUtcNow().ToUnixTimeSeconds() / 86_400);

    /// <summary>Gas limit of an intent that works now: the estimate and a quarter; null when it would revert.</summary>
    private async Task<ulong?> SimulateAsync(TransactionIntent intent, CancellationToken cancellationToken)
    {
        var calls = await _endpoints.AnswersAsync(e => e.CallAsync(Sender, intent.To, intent.Data, BlockTag.Latest, cancellationToken));
        if (calls.FindAll(static call => !call.Succeeded) is { } failed && 2 * failed.Count > calls.Count)
        {
            Log.WouldRevert(_logger, _chain, intent.Purpose, Contracts.BridgeAbi.Describe(failed[0].Failure!));
            return null;
        }

        ulong[] estimates = [.. (await _endpoints.AnswersAsync(e => e.EstimateGasAsync(Sender, intent.To, intent.Data, cancellationToken))).OfType<ulong>()];
        return estimates.Length == 0 ? null : EndpointPool.Middle(estimates) * 5 / 4;
    }

    /// <summary>Each figure by itself from the middle of what endpoints say.</summary>
    private async Task<FeeData> FeesAsync(CancellationToken cancellationToken)
    {
        var fees = await _endpoints.AnswersAsync(e => e.FeesAsync(cancellationToken));
        return new FeeData(Middle(static fee => fee.Number), Middle(static fee => fee.BaseFee), Middle(static fee => fee.MedianBaseFee), Middle(static fee => fee.SuggestedTip));

        T Middle<T>(Func<FeeData, T> figure)
            where T : IComparable<T> => EndpointPool.Middle(fees.Select(figure));
    }

    private async Task<EnqueueResult> AffordAsync(UInt256 cost, LaneTransaction? replaced, CancellationToken cancellationToken)
    {
        var committed = _transactions.Values
            .Where(t => t.Nonce != replaced?.Nonce)
            .Aggregate(cost, (sum, t) => sum + (_mined.TryGetValue(t.Nonce, out var receipt) ? receipt.Cost : t.WorstCost));
        if (_record.Spent(Today()) + committed > _dailyCap)
        {
            return Refuse(EnqueueResult.SpendCapReached, $"the daily cap of {_dailyCap} wei is reached");
        }

        if (await _endpoints.MedianAsync(e => e.BalanceAsync(Sender, cancellationToken)) is var balance && balance < cost)
        {
            return Refuse(EnqueueResult.InsufficientFunds, $"{Sender} has {balance} wei, {cost} wei may be needed");
        }

        CanPay = true;
        Trouble = "";
        return EnqueueResult.Sent;
    }

    private EnqueueResult Refuse(EnqueueResult result, string trouble)
    {
        if (Trouble != trouble)
        {
            Log.CannotPay(_logger, _chain, trouble);
        }

        CanPay = false;
        Trouble = trouble;
        return result;
    }

    private TransactionAttempt Sign(LaneTransaction transaction, FeeQuote fee, ulong head)
    {
        var signed = new Transaction
        {
            Type = TransactionType.DynamicFee,
            ChainId = _chainId,
            Nonce = transaction.Nonce,
            MaxPriorityFeePerGas = fee.Tip,
            MaxFeePerGas = fee.MaxFee,
            GasLimit = transaction.GasLimit,
            To = transaction.Intent.To,
            Data = transaction.Intent.Data,
        }.SignedBy(_key);
        return new TransactionAttempt(signed.Encoded, signed.Hash, fee, head);
    }

    private void Save(LaneTransaction transaction)
    {
        _record.Save(transaction);
        _transactions[transaction.Nonce] = transaction;
        _unwanted.Remove(transaction.Nonce);
        _underbid.Remove(transaction.Nonce);
    }
}
