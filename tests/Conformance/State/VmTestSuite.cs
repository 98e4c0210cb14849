using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>The old VM tests: code without a transaction (formats: vectors/README.md section 1.3).</summary>
public static class VmTestSuite
{
    /// <summary>All cases of a fixture file.</summary>
    public static IEnumerable<CaseResult> Run(VectorFile file)
    {
        using var document = file.Json();
        foreach (var test in document.RootElement.EnumerateObject())
        {
            yield return new CaseResult($"{file.Path} {test.Name}", "Frontier", VmTestCase.Run(test.Value));
        }
    }
}
