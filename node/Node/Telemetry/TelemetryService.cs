using Microsoft.Extensions.Hosting;

namespace PoaSidechain.Node.Telemetry;

/// <summary>Has the exporters made before the rooms start and flushed after they stopped.</summary>
internal sealed class TelemetryService(OpenTelemetryExport export) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        export.Dispose();
        return Task.CompletedTask;
    }
}
