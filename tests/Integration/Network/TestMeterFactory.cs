using System.Diagnostics.Metrics;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>Makes real meters.</summary>
internal sealed class TestMeterFactory : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }
}
