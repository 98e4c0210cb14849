namespace PoaSidechain.Checkpointer.Startup;

/// <summary>What the checks before the first step found.</summary>
/// <param name="Outcome">Go on, wait or stop.</param>
/// <param name="Reason">One sentence for the operator; empty when all is well. Of a good outcome: which endpoints are not believed.</param>
internal sealed record StartupVerdict(StartupOutcome Outcome, string Reason)
{
    public static StartupVerdict Good { get; } = new(StartupOutcome.Good, "");

    public static StartupVerdict GoodBut(string reason) => new(StartupOutcome.Good, reason);

    public static StartupVerdict Wait(string reason) => new(StartupOutcome.Wait, reason);

    public static StartupVerdict Refuse(string reason) => new(StartupOutcome.Refuse, reason);
}
