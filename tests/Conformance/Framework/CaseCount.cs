namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>How the cases of a suite and fork ended.</summary>
public sealed record CaseCount(string Suite, string Fork, int Passed, int Failed, int Skipped)
{
    public static CaseCount Of(string suite, string fork, IEnumerable<CaseResult> results)
    {
        var byOutcome = results.CountBy(result => result.Outcome).ToDictionary();
        return new CaseCount(
            suite, fork, byOutcome.GetValueOrDefault(Outcome.Passed), byOutcome.GetValueOrDefault(Outcome.Failed), byOutcome.GetValueOrDefault(Outcome.Skipped));
    }
}
