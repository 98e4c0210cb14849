namespace PoaSidechain.Tests.Conformance.Framework;

public enum Outcome
{
    Passed,
    Failed,
    Skipped,
}
