using PoaSidechain.Tests.TestKit.Fuzzing;
using Xunit;

namespace PoaSidechain.Tests.Unit.Network.Fuzzing;

/// <summary>A short form of <c>tests/Fuzz wire</c>: the same targets and inputs, fewer of them.</summary>
public sealed class WireFuzzTests
{
    private const int InputsPerWeight = 300;

    public static TheoryData<string> Targets() => [.. WireTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Mangled_input_is_refused_and_costs_little(string name)
    {
        var target = WireTargets.All.Single(one => one.Name == name);

        var tally = WireFuzz.Run(target, seed: 1, first: 0, target.Weight * InputsPerWeight, threads: 1);

        Assert.Empty(tally.Failures);
        Assert.InRange(tally.Accepted, 1, tally.Inputs - 1); // else it never got to the heart of the matter
    }
}
