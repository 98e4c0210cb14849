using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>Brings a change of the signer set, once L1 has finalized it, to the sidechain's registry: the same checkpoint, the same signatures.</summary>
/// <remarks>
/// Not before: were L1 to take another round of that index, the registry would follow a checkpoint that never counted. Thread: the loop only.
/// </remarks>
internal sealed partial class HandoverStep(CheckpointParts parts, CheckpointOptions options, LaneServices services)
{
    private readonly WaitingClock _waiting = new(services.Time);

    public async Task RunAsync(ParentCheckpoint final, CancellationToken cancellationToken)
    {
        var current = await parts.Registry.CurrentHashAsync(cancellationToken);
        if (current == final.NextSetHash || final.Index == 0)
        {
            parts.Health.Clear(HealthPart.Handover);
            return;
        }

        if (await FindAsync(final, current, cancellationToken) is not { } checkpoint)
        {
            parts.Health.Report(HealthPart.Handover, HealthLevel.Yellow, $"the sidechain's registry has signer set {current}, and no final checkpoint is known that changes it");
            return;
        }

        var set = await SetBehindAsync(checkpoint.FirstBlock - 1, checkpoint.SetHash, cancellationToken);
        var nextSet = await SetBehindAsync(checkpoint.LastBlock, checkpoint.NextSetHash, cancellationToken);
        if (set is null || nextSet is null)
        {
            parts.Health.Report(HealthPart.Handover, HealthLevel.Red, $"the node has other signers around checkpoint {checkpoint.Index} than the checkpoint names");
            return;
        }

        await SubmitAsync(checkpoint, set, nextSet, cancellationToken);
    }

    /// <summary>Walks back from the final checkpoint to the one that changes the registry's set.</summary>
    private async Task<Checkpoint?> FindAsync(ParentCheckpoint final, Hash256 registrySet, CancellationToken cancellationToken)
    {
        var digest = final.Digest;
        for (ulong steps = 0; steps < StorageLayout.AnchorRingSize; steps++)
        {
            var checkpoint = parts.Archive.Find(digest) ?? await PostedAsync(digest, final, cancellationToken);
            if (checkpoint is null)
            {
                return null;
            }

            if (checkpoint.ChangesSet && checkpoint.SetHash == registrySet)
            {
                return checkpoint;
            }

            digest = checkpoint.ParentDigest;
        }

        return null;
    }

    private async Task<Checkpoint?> PostedAsync(Hash256 digest, ParentCheckpoint final, CancellationToken cancellationToken)
    {
        var head = await parts.Node.Chain.HeadAsync(cancellationToken);
        var from = final.LastBlock > Checkpoint.MaxRange ? final.LastBlock - Checkpoint.MaxRange : 0;
        var entry = await parts.Board.FindAsync(digest, from, head.Number, cancellationToken);
        return entry is not null && Checkpoint.TryDecode(entry.Encoded.Span, out var checkpoint) ? checkpoint : null;
    }

    private async Task<SignerSet?> SetBehindAsync(ulong block, Hash256 expected, CancellationToken cancellationToken)
    {
        if (parts.Registry.Find(expected) is { } known)
        {
            return known;
        }

        if (await parts.Node.Chain.HeaderAsync(BlockTag.At(block), cancellationToken) is not { } header)
        {
            return null;
        }

        var set = await parts.Node.SignersAfterAsync(header.Hash, cancellationToken);
        parts.Registry.Remember(set);
        return set.Hash == expected ? set : null;
    }

    private async Task SubmitAsync(Checkpoint checkpoint, SignerSet set, SignerSet nextSet, CancellationToken cancellationToken)
    {
        var digest = parts.Identity.Digest(checkpoint);
        var signatures = await parts.Board.CollectAsync(digest, set, cancellationToken);
        if (!signatures.IsQuorum(set, digest))
        {
            parts.Health.Report(HealthPart.Handover, HealthLevel.Yellow, $"the signatures of checkpoint {checkpoint.Index}, which changes the signer set, are not on the notice board");
            return;
        }

        var purpose = $"handover by checkpoint {checkpoint.Index} {digest}";
        if (parts.SidechainLane is not { } lane || lane.IsUnderWay(purpose)
            || !LeaderRotation.MayAct(set, parts.Attestor?.Address, checkpoint.Index, _waiting.Since(purpose), options.TakeoverTime))
        {
            return;
        }

        var data = AnchorCalls.Handover(checkpoint, set, nextSet, signatures);
        if (await lane.EnqueueAsync(new TransactionIntent(purpose, Predeploys.SignerRegistry, data), cancellationToken) == EnqueueResult.Sent)
        {
            Log.HandingOver(services.Logger, checkpoint.Index, set.Size, nextSet.Size, checkpoint.NextSetHash);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9330, LogLevel.Information, "Handing over on the sidechain by checkpoint {Index}: from {Before} to {After} signers, set {SetHash}")]
        public static partial void HandingOver(ILogger logger, ulong index, int before, int after, Hash256 setHash);
    }
}
