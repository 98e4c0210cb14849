namespace PoaSidechain.Tests.Conformance.State;

/// <summary>How one case of a fixture went.</summary>
/// <param name="Name">File, test, fork and index.</param>
/// <param name="Fork">The fork's name.</param>
/// <param name="Failure">Why it failed; null when it passed.</param>
public sealed record CaseResult(string Name, string Fork, string? Failure)
{
    public bool Passed => Failure is null;
}
