namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>Rounds: attempts at one index, so that a silent or double-tongued leader costs time and nothing else.</summary>
internal static class RoundRule
{
    /// <summary>The round that is on.</summary>
    /// <param name="waiting">How long the checkpoint has been due.</param>
    /// <param name="timeout">Length of a round.</param>
    /// <param name="latestSigned">Latest round this signer signed for the index, from before a restart too.</param>
    public static uint Current(TimeSpan waiting, TimeSpan timeout, uint? latestSigned) =>
        Math.Max((uint)Math.Min(Math.Max(waiting / timeout, 0), int.MaxValue), latestSigned ?? 0);

    /// <summary>True when another's proposal for a round comes neither long before its time nor after a later one was signed.</summary>
    public static bool IsTimely(uint round, uint current, uint? latestSigned) => round <= current + 1 && (latestSigned is null || round > latestSigned);
}
