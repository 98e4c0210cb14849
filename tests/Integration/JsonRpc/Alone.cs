using Xunit;

namespace PoaSidechain.Tests.Integration.JsonRpc;

/// <summary>Tests that use all cores, or all connections: they run after the others, whose clocks and peers would starve beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
