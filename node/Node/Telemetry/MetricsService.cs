using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PoaSidechain.Node.Health;
using PoaSidechain.Node.Options;
using PoaSidechain.Telemetry;

namespace PoaSidechain.Node.Telemetry;

/// <summary>Serves <c>/metrics</c> for Prometheus and <c>/health</c> for supervisors and load balancers.</summary>
internal sealed partial class MetricsService(NodeOptions options, HealthCheck health, ILogger<MetricsService> logger)
    : IHostedService, IDisposable
{
    private readonly PrometheusExporter _exporter = new(
        name => name.StartsWith("PoaSidechain.", StringComparison.Ordinal) || OpenTelemetryExport.MeterNames.Contains(name));

    private WebApplication? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Telemetry.Metrics is not { } endpoint)
        {
            return;
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync(cancellationToken);
        Log.Started(logger, _server.Urls.FirstOrDefault() ?? endpoint.ToString());
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
        {
            await server.StopAsync(cancellationToken);
            await server.DisposeAsync();
        }
    }

    public void Dispose() => _exporter.Dispose();

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/metrics":
                context.Response.ContentType = PrometheusExporter.ContentType;
                await context.Response.WriteAsync(_exporter.Render(), context.RequestAborted);
                break;
            case "/health":
                var report = health.Report();
                context.Response.StatusCode = report.IsServing ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                await context.Response.WriteAsJsonAsync(report, context.RequestAborted);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8010, LogLevel.Information, "Serving /metrics and /health url={Url}")]
        public static partial void Started(ILogger logger, string url);
    }
}
