namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>What became of a case.</summary>
/// <param name="Suite">Name of the suite.</param>
/// <param name="File">Path of the file.</param>
/// <param name="Name">Name of the case in it.</param>
/// <param name="Fork">Its fork, if it has one.</param>
/// <param name="Outcome">Passed, failed or skipped.</param>
/// <param name="Reason">Why it failed or was skipped.</param>
public sealed record CaseResult(string Suite, string File, string Name, string? Fork, Outcome Outcome, string? Reason)
{
    /// <summary>File, name and fork: what <c>--filter</c> and skip lists are matched against.</summary>
    public string Id => IdOf(File, Name, Fork);

    public static string IdOf(string file, string name, string? fork) => fork is null ? $"{file}::{name}" : $"{file}::{name} [{fork}]";
}
