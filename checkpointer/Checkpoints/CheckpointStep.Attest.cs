using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <content>Proposing and co-signing.</content>
internal sealed partial class CheckpointStep
{
    /// <summary>Does this signer's part; false when something is in the way.</summary>
    private async Task<bool> AttestAsync(
        ParentCheckpoint parent, L1View l1, SignerSet set, IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken)
    {
        var index = parent.Index + 1;
        var buried = await NewestBuriedAsync(cancellationToken);
        var candidate = await CandidateAsync(parent, buried, cancellationToken);
        if (_parts.Attestor is not { } attestor || !set.Contains(attestor.Address))
        {
            return true; // an observer
        }

        var latest = _parts.SigningRecord.LatestRound(index);
        if (latest is { } signed)
        {
            await RepeatAsync(parent, signed.Digest, cancellationToken);
        }

        var due = candidate is { IsDue: true } ? _waiting.Since($"due {parent.Digest}") : TimeSpan.Zero;
        var current = RoundRule.Current(due, _options.RoundTimeout, latest?.Round);
        _services.Metrics.Round = current;
        var proposal = attempts
            .Where(a => a.IsLed && RoundRule.IsTimely(a.Checkpoint.Round, current, latest?.Round)
                && a.Checkpoint.LastBlock >= _setFrom
                && CandidatePolicy.IsAcceptable(parent.LastBlock, a.Checkpoint.LastBlock, buried, View.SetChangeAbove(_setFrom)))
            .MaxBy(a => a.Checkpoint.Round);
        if (proposal is not null)
        {
            return await SignAsync(proposal.Checkpoint, l1, cancellationToken);
        }

        var isMine = LeaderRotation.Leader(set, index + current) == attestor.Address && (latest is null || latest.Value.Round < current);
        if (candidate is not { IsDue: true } range || !isMine)
        {
            return true;
        }

        if (await _builder.BuildAsync(parent, range.LastBlock, current, cancellationToken) is not { } own)
        {
            return true; // the node is reorganising
        }

        Log.Proposing(_services.Logger, index, current, range.FirstBlock, range.LastBlock, range.Reason);
        return await SignAsync(own, l1, cancellationToken);
    }

    /// <summary>What was signed before, perhaps before a crash, is posted if it is not there; unless the chain went another way.</summary>
    private async Task RepeatAsync(ParentCheckpoint parent, Hash256 digest, CancellationToken cancellationToken)
    {
        if (_parts.Archive.Find(digest) is { } signed && signed.ParentDigest == parent.Digest
            && View.At(signed.LastBlock)?.Hash == signed.LastBlockHash)
        {
            await _parts.Attestor!.AttestAsync(signed, Name(signed), cancellationToken);
        }
    }

    private async Task<bool> SignAsync(Checkpoint checkpoint, L1View l1, CancellationToken cancellationToken)
    {
        if (checkpoint.DepositCount > l1.DepositCount)
        {
            _parts.Health.Report(HealthPart.Checkpoints, HealthLevel.Yellow, "the sidechain has credited deposits that are not final in this process' view of L1");
            return false;
        }

        var proven = await _parts.L1.DepositAccAsync(l1.Block, checkpoint.DepositCount, cancellationToken);
        if (proven != checkpoint.DepositAcc)
        {
            var reason = $"the sidechain has credited deposits that L1 does not have: accumulator {checkpoint.DepositAcc} at count {checkpoint.DepositCount}, L1 has {proven}";
            if (_parts.Health.Report(HealthPart.Checkpoints, HealthLevel.Red, reason))
            {
                Log.Alarm(_services.Logger, reason);
            }

            return false;
        }

        await _parts.Attestor!.AttestAsync(checkpoint, Name(checkpoint), cancellationToken);
        return true;
    }

    private async Task<ulong?> NewestBuriedAsync(CancellationToken cancellationToken)
    {
        var set = View.Head.SetAfter;
        var depth = Math.Min((ulong)Math.Max(4 * set.Size, _options.MinimumBurial), View.Head.Number - View.Base.Number);
        var hashes = View.Hashes(View.Head.Number - depth + 1, View.Head.Number).Reverse().ToArray();
        var sealers = await _parts.Node.SealersAsync(hashes, cancellationToken);
        return BurialRule.NewestBuried(View.Head.Number, sealers, set, _options.MinimumBurial);
    }

    private async Task<Candidate?> CandidateAsync(ParentCheckpoint parent, ulong? buried, CancellationToken cancellationToken)
    {
        var withdrawalsWait = buried > parent.LastBlock && View.At(buried.Value) is { } link
            && await _parts.Node.HeaderAsync(link.Number, link.Hash, cancellationToken) is { } header
            && (await BridgeState.ReadAsync(_parts.Node.Chain, header, _parts.Identity, cancellationToken)).WithdrawalCount > parent.WithdrawalCount;
        return buried >= _setFrom
            ? CandidatePolicy.Choose(parent.LastBlock, buried, View.SetChangeAbove(_setFrom), withdrawalsWait, _options)
            : null;
    }

    private static string Name(Checkpoint checkpoint) => $"checkpoint {checkpoint.Index}.{checkpoint.Round}";

    private static partial class Log
    {
        [LoggerMessage(9320, LogLevel.Information, "Proposing checkpoint {Index}.{Round} over blocks {FirstBlock} to {LastBlock}: {Reason}")]
        public static partial void Proposing(ILogger logger, ulong index, uint round, ulong firstBlock, ulong lastBlock, DueReason reason);

        [LoggerMessage(9321, LogLevel.Error, "Another signer attested checkpoint {Index}.{Round} {Digest} up to block {LastBlock}, which this node does not derive")]
        public static partial void Foreign(ILogger logger, ulong index, uint round, Hash256 digest, ulong lastBlock);

        [LoggerMessage(9322, LogLevel.Critical, "ALARM: {Reason}")]
        public static partial void Alarm(ILogger logger, string reason);

        [LoggerMessage(9323, LogLevel.Information, "Submitting checkpoint {Index}.{Round} {Digest} to L1 with {Signatures} signatures")]
        public static partial void Submitting(ILogger logger, ulong index, uint round, Hash256 digest, int signatures);

        [LoggerMessage(9324, LogLevel.Warning, "Checkpoint {Index}.{Round} {Digest} has a quorum, but L1 would refuse it")]
        public static partial void Refused(ILogger logger, ulong index, uint round, Hash256 digest);
    }
}
