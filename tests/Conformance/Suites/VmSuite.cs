using System.Text.Json;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.State;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>The old VM tests: code without a transaction.</summary>
public sealed class VmSuite : ISuite
{
    public string Name => "vm";

    public string Summary => "ethereum/legacytests VMTests: bare code under Frontier's rules";

    public bool KnowsItsFiles => true;

    public IReadOnlyList<FixtureSet> Defaults => [new("state-misc.tar.gz", "state/vmtests-constantinople/.*json$")];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        return root.ValueKind == JsonValueKind.Object
            ? root.EnumerateObject()
                .Where(test => test.Value.ValueKind == JsonValueKind.Object && test.Value.TryGetProperty("exec", out _))
                .Select(test => new Case(test.Name, "Frontier", () => VmTestCase.Run(test.Value)))
            : [];
    }
}
