namespace PoaSidechain.Console.Chains;

/// <summary>How the sidechain is, in one sentence.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Sentence">What to say of it.</param>
internal sealed record Health(HealthLevel Level, string Sentence)
{
    // A head this many block times old is late, three times as many is a standstill.
    private const double LateBlocks = 5;

    /// <summary>Judges what is known at a moment.</summary>
    public static Health Of(ChainView view, DateTimeOffset now)
    {
        if (view.Failure is { } failure)
        {
            return new Health(HealthLevel.Bad, $"The node does not answer: {failure}");
        }

        if (view.Head is not { } head || view.Signers.IsEmpty)
        {
            return new Health(HealthLevel.Warning, view.Head is null ? "Waiting for the node's first answer." : "The node does not offer the clique namespace: signers are unknown.");
        }

        // EIP-225: of n signers, n/2+1 (rounded down) must seal for the chain to go on.
        var missing = SignerRow.Of(view).Count(row => row.IsMissing);
        var spare = view.Signers.Length - ((view.Signers.Length / 2) + 1) - missing;
        var age = now - head.Time;
        var seconds = Math.Max(0, (int)age.TotalSeconds);
        if (age > LateBlocks * BlockTime(view))
        {
            var isStill = age > 3 * LateBlocks * BlockTime(view);
            return new Health(
                isStill ? HealthLevel.Bad : HealthLevel.Warning,
                $"{(isStill ? "The chain stands still" : "The next block is late")}: block {head.Number} is {seconds} s old, {view.Signers.Length} signers, {missing} missing.");
        }

        return missing > 0
            ? new Health(HealthLevel.Warning, $"The chain goes on without {missing} of {view.Signers.Length} signers; {Math.Max(0, spare)} more may be lost.")
            : new Health(HealthLevel.Good, $"All {view.Signers.Length} signers seal; the last block is {seconds} s old; {spare} may be lost before the chain stops.");
    }

    /// <summary>The usual time between blocks: the median of those kept, at least one second.</summary>
    private static TimeSpan BlockTime(ChainView view)
    {
        var gaps = view.Blocks.Zip(view.Blocks.Skip(1), (block, parent) => block.Time - parent.Time).Order().ToArray();
        return gaps.Length == 0 || gaps[gaps.Length / 2] < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : gaps[gaps.Length / 2];
    }
}
