using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Watchtower;

/// <summary>Derives from the own node every checkpoint that L1 accepts, by whatever way, already in L1's newest block. Every one: a true one may follow on a false.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed partial class CheckpointWatch(
    CheckpointParts parts, AcceptedCheckpoints accepted, CheckpointerJournal journal, TimeSpan patience, LaneServices services)
{
    private readonly HashSet<Hash256> _settled = []; // of indices that are not final on L1 yet
    private readonly Dictionary<Hash256, DateTimeOffset> _doubted = [];

    /// <summary>Looks at what is new; true while L1 holds a false checkpoint that nobody took back.</summary>
    public async Task<bool> RunAsync(L1View final, CancellationToken cancellationToken)
    {
        var newest = await parts.L1.NewestAsync(cancellationToken);
        var watched = journal.GetNumber(JournalKeys.Watched) ?? (final.Head.Index == 0 ? 0 : final.Head.Index - 1); // the first look is at the newest final one
        var first = Math.Max(watched + 1, newest.Head.Index < StorageLayout.AnchorRingSize ? 1 : newest.Head.Index - StorageLayout.AnchorRingSize + 1);
        if (first > watched + 1)
        {
            Log.Missed(services.Logger, watched + 1, first - 1);
            watched = first - 1;
        }

        var isUnbroken = true;
        var (falsehood, open) = ("", "");
        for (var index = first; index <= newest.Head.Index; index++)
        {
            var (isSettled, isFalse, reason) = await JudgeAsync(newest, index, cancellationToken);
            falsehood = isFalse && falsehood.Length == 0 ? reason : falsehood;
            open = !isSettled && !isFalse && open.Length == 0 ? reason : open;
            isUnbroken &= isSettled;
            watched = isUnbroken && index <= final.Head.Index ? index : watched;
        }

        Record(watched);
        Report(falsehood, open);
        return falsehood.Length > 0;
    }

    private async Task<(bool IsSettled, bool IsFalse, string Reason)> JudgeAsync(L1View newest, ulong index, CancellationToken cancellationToken)
    {
        var digest = index == newest.Head.Index ? newest.HeadDigest : await parts.L1.DigestAsync(newest.Block, index, cancellationToken);
        if (_settled.Contains(digest))
        {
            return (true, false, "");
        }

        var lastBlock = index == newest.Head.Index ? newest.Head.LastBlock : await accepted.LastBlockAsync(newest, index, cancellationToken);
        var view = newest with { Head = newest.Head with { Index = index, LastBlock = lastBlock ?? newest.Head.LastBlock }, HeadDigest = digest };
        var (agreement, checkpoint) = await accepted.CompareAsync(view, cancellationToken);
        if (agreement == Agreement.Unknown)
        {
            return (false, false, $"the node has not reached block {view.Head.LastBlock} of checkpoint {index}");
        }

        if (checkpoint is null)
        {
            return await DoubtAsync(index, digest, view.Head.LastBlock, cancellationToken);
        }

        parts.Archive.Keep(checkpoint);
        _doubted.Remove(digest);
        _settled.Add(digest);
        Log.Agreed(services.Logger, index, digest, checkpoint.LastBlock);
        return (true, false, "");
    }

    private async Task<(bool IsSettled, bool IsFalse, string Reason)> DoubtAsync(ulong index, Hash256 digest, ulong lastBlock, CancellationToken cancellationToken)
    {
        var isVoided = await parts.L1.Endpoints.ViewAsync(parts.Identity.Anchor, BridgeAbi.Anchor.Function("isVoided"), BlockTag.Latest, cancellationToken, index);
        if (isVoided.Get<bool>(0))
        {
            _settled.Add(digest); // nothing can be paid on it any more
            return (true, false, "");
        }

        var reason = $"L1 accepted checkpoint {index} as {digest}, up to block {lastBlock}; this node derives another";
        var now = services.Time.GetUtcNow();
        _doubted.TryAdd(digest, now);
        return (false, now - _doubted[digest] >= patience, reason);
    }

    private void Record(ulong watched)
    {
        if (watched == journal.GetNumber(JournalKeys.Watched))
        {
            return;
        }

        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(number, watched);
        journal.Put(JournalKeys.Watched, number);
        parts.Archive.Prune(watched);
        services.Metrics.FinalIndex = (long)watched;
    }

    private void Report(string falsehood, string open)
    {
        if (falsehood.Length > 0)
        {
            if (parts.Health.Report(HealthPart.Finality, HealthLevel.Red, falsehood))
            {
                Log.Alarm(services.Logger, falsehood);
            }
        }
        else if (open.Length > 0)
        {
            parts.Health.Report(HealthPart.Finality, HealthLevel.Yellow, open);
        }
        else
        {
            parts.Health.Clear(HealthPart.Finality);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9500, LogLevel.Information, "Checkpoint {Index} {Digest} is what this node derives: up to block {LastBlock}")]
        public static partial void Agreed(ILogger logger, ulong index, Hash256 digest, ulong lastBlock);

        [LoggerMessage(9501, LogLevel.Warning, "Checkpoints {First} to {Last} were not looked at: L1 keeps no digests of them any more")]
        public static partial void Missed(ILogger logger, ulong first, ulong last);

        [LoggerMessage(9502, LogLevel.Critical, "ALARM: {Reason}")]
        public static partial void Alarm(ILogger logger, string reason);
    }
}
