namespace PoaSidechain.Primitives.Bridge;

/// <summary>How fast an asset may leave the Vault: shares of what is locked, in basis points, and times. Fixed when the Vault is deployed.</summary>
/// <param name="InstantBps">Largest payment at once.</param>
/// <param name="BucketBps">All payments at once within one refill.</param>
/// <param name="LargeBps">From here on a payment waits the longer time.</param>
/// <param name="RefillSeconds">Until an empty bucket is full again.</param>
/// <param name="QueueSeconds">How long waits what is over the limits.</param>
/// <param name="LargeQueueSeconds">How long waits what is large.</param>
public sealed record SpeedLimits(
    ulong InstantBps, ulong BucketBps, ulong LargeBps, ulong RefillSeconds, ulong QueueSeconds, ulong LargeQueueSeconds)
{
    /// <summary>For a bridge with other people's money: half a percent at once, five a day, ten and more wait a day.</summary>
    public static SpeedLimits Recommended { get; } = new(50, 500, 1_000, 86_400, 3_600, 86_400);

    /// <summary>The struct <c>Limits</c> of the Vault.</summary>
    internal object[] ToAbi() => [InstantBps, BucketBps, LargeBps, RefillSeconds, QueueSeconds, LargeQueueSeconds];
}
