namespace PoaSidechain.Devnet.Drill;

/// <summary>Something that is made to go wrong, and the alerts that must say so.</summary>
/// <param name="What">What is done, in a few words.</param>
/// <param name="Alerts">Every alert that must fire by it.</param>
/// <param name="Provoke">Does it.</param>
/// <param name="Mend">Undoes it.</param>
internal sealed record Provocation(
    string What, IReadOnlyList<string> Alerts, Func<CancellationToken, Task> Provoke, Func<CancellationToken, Task> Mend)
{
    /// <summary>Bounds of rules that are moved meanwhile, because this machine cannot be brought that far: text of the expression, and what stands in its place.</summary>
    public IReadOnlyList<(string From, string To)> Bounds { get; init; } = [];

    /// <summary>How long the alerts may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(120);
}
