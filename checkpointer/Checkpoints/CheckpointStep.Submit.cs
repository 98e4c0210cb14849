using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <content>Submitting what a quorum attested.</content>
internal sealed partial class CheckpointStep
{
    /// <summary>Brings an attested checkpoint to L1 when it is this process' turn; false when L1 would go on refusing it, so that a new round is needed.</summary>
    private async Task<bool> SubmitAsync(Attempt attempt, SignerSet set, CancellationToken cancellationToken)
    {
        var checkpoint = attempt.Checkpoint;
        var waiting = _waiting.Since($"quorum {attempt.Digest}");
        var turn = checkpoint.Index + checkpoint.Round;
        var purpose = $"submit {Name(checkpoint)} {attempt.Digest}";
        if (_parts.L1Lane is not { } lane || lane.IsUnderWay(purpose)
            || !LeaderRotation.MayAct(set, _parts.Attestor?.Address, turn, waiting, _options.TakeoverTime))
        {
            return !IsRefused(attempt);
        }

        var epoch = await _builder.EpochProofAsync(checkpoint, _parts.Deployment.EpochLength, cancellationToken);
        var nextSet = View.At(checkpoint.LastBlock)!.SetAfter;
        var data = AnchorCalls.Submit(checkpoint, set, attempt.Signatures, nextSet, epoch);
        var result = await lane.EnqueueAsync(new TransactionIntent(purpose, _parts.Identity.Anchor, data), cancellationToken);
        if (result == EnqueueResult.WouldRevert)
        {
            if (_waiting.IsNew($"refused {attempt.Digest}"))
            {
                Log.Refused(_services.Logger, checkpoint.Index, checkpoint.Round, attempt.Digest);
            }

            return !IsRefused(attempt);
        }

        _waiting.Reset($"refused {attempt.Digest}");
        if (result == EnqueueResult.Sent)
        {
            Log.Submitting(_services.Logger, checkpoint.Index, checkpoint.Round, attempt.Digest, attempt.Signatures.Count);
        }

        return true;
    }

    /// <summary>L1 has refused it for a whole round, while its head stood still (else there were another parent by now).</summary>
    private bool IsRefused(Attempt attempt) =>
        _waiting.Knows($"refused {attempt.Digest}") && _waiting.Since($"refused {attempt.Digest}") >= _options.RoundTimeout;
}
