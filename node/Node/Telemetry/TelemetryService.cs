using Microsoft.Extensions.Hosting;

namespace PoaSidechain.Node.Telemetry;

/// <summary>Has the exporters made before the rooms start and flushed after they stopped.</summary>
internal sealed class TelemetryService(OpenTelemetryExport export, NodeMetrics metrics) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        GC.KeepAlive(metrics); // asked for so that it is made: its instruments are all observed
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        export.Dispose();
        return Task.CompletedTask;
    }
}
