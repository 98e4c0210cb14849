using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Telemetry;

namespace PoaSidechain.Checkpointer.Telemetry;

/// <summary>Serves <c>/metrics</c> for Prometheus and <c>/health</c> for supervisors, on loopback. Starts before the work and stops after it.</summary>
internal sealed partial class TelemetryServer(
    CheckpointerOptions options, HealthBoard health, OpenTelemetryExport export, ILogger<TelemetryServer> logger) : IHostedService, IDisposable
{
    private readonly PrometheusExporter _exporter = new(
        name => name.StartsWith("PoaSidechain.", StringComparison.Ordinal) || name is "System.Runtime" or "System.Net.Http");

    private WebApplication? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Telemetry.Listen.Length == 0)
        {
            return;
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(options.Telemetry.Listen);
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync(cancellationToken);
        Log.Started(logger, string.Join(", ", _server.Urls));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
        {
            await server.StopAsync(cancellationToken);
            await server.DisposeAsync();
        }

        export.Dispose();
    }

    public void Dispose() => _exporter.Dispose();

    /// <summary>The body of <c>/health</c>.</summary>
    public static string Render(HealthBoard health) => JsonSerializer.Serialize(new
    {
        status = Name(health.Level),
        reasons = health.Reasons().Select(r => new { part = r.Part.ToString(), status = Name(r.Level), reason = r.Reason }),
    });

    private static string Name(HealthLevel level) => level switch
    {
        HealthLevel.Green => "green",
        HealthLevel.Yellow => "yellow",
        _ => "red",
    };

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/metrics":
                context.Response.ContentType = PrometheusExporter.ContentType;
                await context.Response.WriteAsync(_exporter.Render(), context.RequestAborted);
                break;
            case "/health":
                context.Response.StatusCode = health.Level == HealthLevel.Red ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(Render(health), context.RequestAborted);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9020, LogLevel.Information, "Serving /metrics and /health on {Addresses}")]
        public static partial void Started(ILogger logger, string addresses);
    }
}
