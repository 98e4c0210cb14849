using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>Takes over what L1 has finalized: compares it with the own node, writes it down, pins the node. Never pins what it cannot derive.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed partial class FinalityStep(
    NodeClient node, AcceptedCheckpoints accepted, CheckpointArchive archive, CheckpointerJournal journal, BridgeIdentity identity,
    HealthBoard health, LaneServices services)
{
    /// <summary>The newest final checkpoint that the node agrees with; null while that is not settled, and then nothing may be signed.</summary>
    public async Task<ParentCheckpoint?> RunAsync(L1View l1, NodeStatus status, CancellationToken cancellationToken)
    {
        var settled = FinalCheckpoint.Read(journal);
        if (l1.Head.Index > (settled?.Index ?? 0))
        {
            settled = await AdvanceAsync(l1, cancellationToken);
        }
        else if (l1.Head.Index == settled?.Index && l1.HeadDigest != settled.Digest)
        {
            return Alarm($"L1 finalized checkpoint {settled.Index} as {settled.Digest} and now shows {l1.HeadDigest}");
        }

        if (l1.Head.Index > 0 && settled is null)
        {
            return null; // AdvanceAsync said why
        }

        if (settled is null)
        {
            health.Clear(HealthPart.Finality);
            return ParentCheckpoint.Genesis(identity, await node.SignersAfterAsync(identity.GenesisHash, cancellationToken));
        }

        if (await node.HeaderAsync(settled.LastBlock, settled.LastBlockHash, cancellationToken) is null)
        {
            if (await node.Chain.HeadAsync(cancellationToken) is var head && head.Number < settled.LastBlock)
            {
                // Restored from an older copy, or begun anew: it will get there.
                Report(HealthLevel.Yellow, $"the node is at block {head.Number} and has not reached block {settled.LastBlock} of final checkpoint {settled.Index} again");
                return null;
            }

            return Alarm($"the node's chain does not contain block {settled.LastBlock} {settled.LastBlockHash} of final checkpoint {settled.Index}");
        }

        await PinAsync(settled, status, cancellationToken);
        health.Clear(HealthPart.Finality);
        services.Metrics.FinalIndex = (long)settled.Index;
        return archive.Find(settled.Digest) is { } checkpoint ? ParentCheckpoint.Of(checkpoint, settled.Digest) with { Index = settled.Index } : null;
    }

    private async Task<FinalCheckpoint?> AdvanceAsync(L1View l1, CancellationToken cancellationToken)
    {
        var (agreement, checkpoint) = await accepted.CompareAsync(l1, cancellationToken);
        if (agreement == Agreement.Unknown)
        {
            Report(HealthLevel.Yellow, $"the node has not reached block {l1.Head.LastBlock} of checkpoint {l1.Head.Index}, which is final on L1");
            return null;
        }

        if (checkpoint is null)
        {
            Alarm($"L1 finalized checkpoint {l1.Head.Index} as {l1.HeadDigest}, up to block {l1.Head.LastBlock}; this node derives another");
            return null;
        }

        archive.Keep(checkpoint);
        services.CrashPoints.Pass(CrashPoint.BeforeFinalRecord);
        // After L1 took checkpoints back the head is an earlier one under a new index.
        var final = new FinalCheckpoint(l1.Head.Index, checkpoint.LastBlock, checkpoint.LastBlockHash, l1.HeadDigest);
        final.Write(journal);
        archive.Prune(checkpoint.Index);
        services.CrashPoints.Pass(CrashPoint.AfterFinalRecord);
        Log.Final(services.Logger, final.Index, final.Digest, final.LastBlock, final.LastBlockHash);
        return final;
    }

    private async Task PinAsync(FinalCheckpoint final, NodeStatus status, CancellationToken cancellationToken)
    {
        // What L1 took back stays pinned where this node derived it: it is true all the same.
        if (status.Final is { } pinned && (pinned.Index >= final.Index || pinned.Number >= final.LastBlock))
        {
            return;
        }

        await node.SetFinalAsync(final.Index, final.LastBlock, final.LastBlockHash, cancellationToken);
        services.CrashPoints.Pass(CrashPoint.AfterSetFinal);
        Log.Pinned(services.Logger, final.Index, final.LastBlock, final.LastBlockHash);
    }

    private ParentCheckpoint? Alarm(string reason)
    {
        Report(HealthLevel.Red, reason + ": nothing is signed");
        return null;
    }

    private void Report(HealthLevel level, string reason)
    {
        if (health.Report(HealthPart.Finality, level, reason))
        {
            if (level == HealthLevel.Red)
            {
                Log.Alarm(services.Logger, reason);
            }
            else
            {
                Log.Waiting(services.Logger, reason);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9310, LogLevel.Information, "Checkpoint {Index} {Digest} is final on L1 and agrees with the node: up to block {LastBlock} {LastBlockHash}")]
        public static partial void Final(ILogger logger, ulong index, Hash256 digest, ulong lastBlock, Hash256 lastBlockHash);

        [LoggerMessage(9311, LogLevel.Information, "Pinned the node to checkpoint {Index}: block {LastBlock} {LastBlockHash}")]
        public static partial void Pinned(ILogger logger, ulong index, ulong lastBlock, Hash256 lastBlockHash);

        [LoggerMessage(9312, LogLevel.Critical, "ALARM: {Reason}")]
        public static partial void Alarm(ILogger logger, string reason);

        [LoggerMessage(9313, LogLevel.Warning, "Waiting: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);
    }
}
