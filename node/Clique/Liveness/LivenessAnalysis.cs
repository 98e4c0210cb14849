using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Clique.Liveness;

/// <summary>Says from what the chain shows of its signers, and from the time, how they are doing. Pure.</summary>
public static class LivenessAnalysis
{
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(10);

    /// <summary>The report at a moment.</summary>
    /// <param name="activity">What the newest blocks show.</param>
    /// <param name="parameters">The chain's parameters.</param>
    /// <param name="now">The moment.</param>
    /// <param name="expectsBlocks">False while nobody has reason to seal: no transactions, with period 0 or without empty blocks.</param>
    /// <param name="since">When blocks were first looked for: a node that has just been started gives the others, and itself, time to seal.</param>
    public static LivenessReport Run(
        SignerActivity.Report activity, CliqueParameters parameters, DateTimeOffset now, bool expectsBlocks, DateTimeOffset since = default)
    {
        var (head, snapshot) = (activity.Head, activity.Snapshot);
        var made = DateTimeOffset.FromUnixTimeSeconds((long)head.Timestamp);
        var age = now - made;
        var isStalled = expectsBlocks && now - (made > since ? made : since) > PatienceOf(parameters, snapshot);
        return new LivenessReport
        {
            HeadNumber = head.Number,
            HeadHash = head.Hash,
            HeadAge = age > TimeSpan.Zero ? age : TimeSpan.Zero,
            IsStalled = isStalled,
            Signers = [.. activity.Signers.Select(StateOf)],
            InTurn = snapshot.SignerInTurn(head.Number + 1),
            InTurnShare = activity.Blocks == 0 ? 0 : (double)activity.InTurn / activity.Blocks,
        };

        SignerState StateOf(SignerActivity.Member member)
        {
            var mayFrom = snapshot.NextAllowed(head.Number + 1, member.Address);
            var isMissing = member.IsMissing || (isStalled && mayFrom <= head.Number + 1);
            return new SignerState(member.Address, member.LastSealed, member.MissedTurns, mayFrom, isMissing);
        }
    }

    /// <summary>How long after a head the next one is long overdue: several periods and the longest delay out of turn.</summary>
    private static TimeSpan PatienceOf(CliqueParameters parameters, Snapshot snapshot)
    {
        var patience = TimeSpan.FromSeconds(4.0 * parameters.PeriodSeconds) + (snapshot.SignerLimit * SealingSlot.WiggleUnit);
        return patience > LeastPatience ? patience : LeastPatience;
    }
}
