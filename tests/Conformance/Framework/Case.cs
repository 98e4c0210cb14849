namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>One case of a file.</summary>
/// <param name="Name">The name inside the file.</param>
/// <param name="Fork">The fork as the file names it, or null where a case has none.</param>
/// <param name="Run">Gives null when the case holds, or else what went wrong; what it throws counts as a failure too.</param>
public sealed record Case(string Name, string? Fork, Func<string?> Run)
{
    /// <summary>Why the case says nothing about this code and is not run; null for one that is.</summary>
    public string? Skip { get; init; }

    /// <summary>A case of a fork that this code does not have.</summary>
    public static Case OfUnknownFork(string name, string fork) => new(name, fork, () => null) { Skip = $"the fork {fork} is not known" };

    /// <summary>A failure that is found before anything can be run: the file is not what it should be.</summary>
    public static Case Malformed(string name, string? fork, string problem) => new(name, fork, () => $"malformed: {problem}");
}
