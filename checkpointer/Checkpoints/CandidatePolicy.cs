using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>Which range the next checkpoint covers, and whether it is time for it. A function of its inputs.</summary>
internal static class CandidatePolicy
{
    /// <summary>The next checkpoint; null when no block above the parent is buried.</summary>
    /// <param name="parentLastBlock">Last block of the parent.</param>
    /// <param name="newestBuried">Newest block that may be attested.</param>
    /// <param name="setChange">First block above the parent behind which another set is in force.</param>
    /// <param name="withdrawalsWait">Withdrawals were written after the parent's.</param>
    /// <param name="options">Intervals.</param>
    public static Candidate? Choose(
        ulong parentLastBlock, ulong? newestBuried, ulong? setChange, bool withdrawalsWait, CheckpointOptions options)
    {
        var first = parentLastBlock + 1;
        if (newestBuried is not { } last || last < first)
        {
            return null;
        }

        last = Math.Min(last, first + Checkpoint.MaxRange - 1);
        if (setChange <= last)
        {
            return new Candidate(first, setChange.Value, DueReason.SignerSetChanged);
        }

        var length = last - first + 1;
        var reason = length >= (ulong)options.IntervalBlocks ? DueReason.Interval
            : withdrawalsWait && length >= (ulong)options.WithdrawalIntervalBlocks ? DueReason.WithdrawalsWait
            : DueReason.NotYet;
        return new Candidate(first, last, reason);
    }

    /// <summary>True when a range that another signer proposes is one that may be signed.</summary>
    public static bool IsAcceptable(ulong parentLastBlock, ulong lastBlock, ulong? newestBuried, ulong? setChange) =>
        lastBlock > parentLastBlock
        && lastBlock - parentLastBlock <= Checkpoint.MaxRange
        && lastBlock <= newestBuried
        && (setChange is null || lastBlock <= setChange);
}
