using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Deposits;

/// <summary>Carries deposits: verify against proven accumulators, attest, collect, call the Inbox. Each run looks at everything anew.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed partial class DepositStep
{
    private readonly CheckpointParts _parts;
    private readonly DepositOptions _options;
    private readonly LaneServices _services;
    private readonly DepositStore _store;
    private readonly DepositScanner _scanner;
    private readonly WaitingClock _waiting;

    public DepositStep(CheckpointParts parts, DepositStore store, DepositOptions options, int logRange, LaneServices services)
    {
        _parts = parts;
        _options = options;
        _services = services;
        _store = store;
        _scanner = new DepositScanner(
            parts.L1.Endpoints, store, parts.Identity.Vault, parts.Deployment.L1StartBlock, logRange, services.CrashPoints);
        _waiting = new WaitingClock(services.Time);
    }

    /// <summary>One round through all that may be due.</summary>
    public async Task RunAsync(L1View l1, CancellationToken cancellationToken)
    {
        var head = await _parts.Node.Chain.HeadAsync(cancellationToken);
        var inbox = await BridgeState.ReadAsync(_parts.Node.Chain, head, _parts.Identity, cancellationToken);
        var processed = inbox.DepositCount;
        _services.Metrics.DepositLag = (long)l1.DepositCount - (long)processed;
        if (!await _scanner.SearchAsync(l1.Block.Number, cancellationToken))
        {
            Report(HealthLevel.Yellow, "old L1 blocks are still being searched for deposits");
            return;
        }

        if (l1.DepositCount <= processed)
        {
            _parts.Health.Clear(HealthPart.Deposits);
            _store.Prune(processed);
            return;
        }

        var start = await _parts.L1.DepositAccAsync(l1.Block, processed, cancellationToken);
        if (start != inbox.DepositAcc)
        {
            Report(HealthLevel.Red, $"the sidechain's inbox has accumulator {inbox.DepositAcc} over {processed} deposits, L1 has {start}");
            return;
        }

        if (await VerifiedAsync(l1, processed, start, cancellationToken) is { } pending)
        {
            await CarryAsync(pending, head.Number, cancellationToken);
        }
    }

    /// <summary>The next deposits, proven: their fold from one proven accumulator lands on another. Null when what was seen does not.</summary>
    private async Task<PendingDeposits?> VerifiedAsync(L1View l1, ulong processed, Hash256 start, CancellationToken cancellationToken)
    {
        var count = Math.Min(l1.DepositCount, processed + (ulong)_options.MaxAttested);
        var expected = count == l1.DepositCount ? l1.DepositAcc : await _parts.L1.DepositAccAsync(l1.Block, count, cancellationToken);
        var deposits = _store.Range(processed, count);
        if (deposits is not null && DepositPlan.Fold(start, deposits, _parts.Identity) == expected)
        {
            return new PendingDeposits(processed, start, deposits, _parts.Identity);
        }

        Report(HealthLevel.Yellow, $"the deposit events of an L1 endpoint do not give the proven accumulator over {count} deposits: searching again elsewhere");
        Log.WrongEvents(_services.Logger, count);
        _services.Metrics.Disagreed();
        _parts.L1.Endpoints.PreferNext();
        _store.Reset();
        return null;
    }

    private async Task CarryAsync(PendingDeposits pending, ulong sidechainHead, CancellationToken cancellationToken)
    {
        if (await _parts.Registry.CurrentAsync(cancellationToken) is not { } set)
        {
            Report(HealthLevel.Yellow, "the members of the registry's signer set are not known yet");
            return;
        }

        _parts.Health.Clear(HealthPart.Deposits);
        await _parts.Board.RefreshAsync(sidechainHead, cancellationToken);
        foreach (var attestation in Proposals(pending).OrderByDescending(a => a.Count))
        {
            var digest = _parts.Identity.Digest(attestation);
            var signatures = await _parts.Board.CollectAsync(digest, set, cancellationToken);
            if (signatures.IsQuorum(set, digest))
            {
                await AdvanceAsync(attestation, pending, set, signatures, cancellationToken);
                return;
            }
        }

        await AttestAsync(pending, set, cancellationToken);
    }

    /// <summary>What was posted about the deposits at hand and is true: count, accumulator and block as this process proved them.</summary>
    private IEnumerable<DepositAttestation> Proposals(PendingDeposits pending) =>
        _parts.Board.Entries(DepositAttestation.Type)
            .Select(e => DepositAttestation.TryDecode(e.Encoded.Span, out var claimed) ? claimed : null)
            .OfType<DepositAttestation>()
            .Distinct()
            .Where(claimed => claimed == pending.AttestationOf(claimed.Count));

    private async Task AttestAsync(PendingDeposits pending, SignerSet set, CancellationToken cancellationToken)
    {
        if (_parts.Attestor is not { } attestor || !set.Contains(attestor.Address))
        {
            return;
        }

        var best = Proposals(pending).MaxBy(a => a.Count);
        var waiting = _waiting.Since($"deposits {pending.Processed}");
        if (best is null && LeaderRotation.MayAct(set, attestor.Address, pending.Processed, waiting, _options.TakeoverTime))
        {
            best = pending.AttestationOf(pending.Count);
        }

        if (best is not null)
        {
            await attestor.AttestAsync(best, $"deposits up to {best.Count}", cancellationToken);
        }
    }

    private async Task AdvanceAsync(
        DepositAttestation attestation, PendingDeposits pending, SignerSet set, QuorumSignatures signatures, CancellationToken cancellationToken)
    {
        var processed = pending.Processed;
        var waiting = _waiting.Since($"quorum {processed} {attestation.Count}");
        if (_parts.SidechainLane is not { } lane
            || !LeaderRotation.MayAct(set, _parts.Attestor?.Address, processed, waiting, _options.TakeoverTime))
        {
            return;
        }

        var attested = pending.UpTo(attestation.Count);
        for (var size = DepositPlan.BatchSize(attested, (ulong)_options.MaxBatchGas); size > 0; size /= 2)
        {
            var purpose = $"advance {processed} by {size} of {attestation.Count}";
            if (lane.IsUnderWay(purpose))
            {
                return;
            }

            var data = Contracts.InboxCalls.Advance(attestation, attested, size, set, signatures, _parts.Identity);
            var result = await lane.EnqueueAsync(new TransactionIntent(purpose, Predeploys.Inbox, data), cancellationToken);
            if (result != EnqueueResult.WouldRevert)
            {
                if (result == EnqueueResult.Sent)
                {
                    Log.Advancing(_services.Logger, processed, processed + (ulong)size, attestation.Count);
                }

                return;
            }
        }

        Report(HealthLevel.Yellow, $"the inbox refuses deposit {processed}");
    }

    private void Report(HealthLevel level, string reason)
    {
        if (_parts.Health.Report(HealthPart.Deposits, level, reason) && level == HealthLevel.Red)
        {
            Log.Alarm(_services.Logger, reason);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9350, LogLevel.Information, "Carrying deposits {From} to {To} (attested: {Attested}) to the sidechain")]
        public static partial void Advancing(ILogger logger, ulong from, ulong to, ulong attested);

        [LoggerMessage(9351, LogLevel.Error, "Deposit events up to {Count} do not give the proven accumulator: an L1 endpoint left some out or made some up")]
        public static partial void WrongEvents(ILogger logger, ulong count);

        [LoggerMessage(9352, LogLevel.Critical, "ALARM: {Reason}")]
        public static partial void Alarm(ILogger logger, string reason);
    }
}
