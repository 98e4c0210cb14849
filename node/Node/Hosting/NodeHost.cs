using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PoaSidechain.Node.Health;
using PoaSidechain.Node.Options;
using PoaSidechain.Node.Telemetry;

namespace PoaSidechain.Node.Hosting;

/// <summary>The one place where the rooms are put together.</summary>
/// <remarks>
/// Services start in the order importer, network, RPC, sealing, metrics, and stop in reverse, so that nothing is sealed or answered by a node
/// half stopped; the database is closed last.
/// </remarks>
internal static class NodeHost
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    /// <summary>A node ready to run.</summary>
    public static IHost Build(NodeOptions options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "poa" });
        LoggingSetup.Configure(builder.Logging, options.Telemetry);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<RunningNode>(services => RunningNode.Create(
            options,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>(),
            services.GetRequiredService<IMeterFactory>()));
        builder.Services.AddSingleton<HealthCheck>();
        builder.Services.AddSingleton(services => new NodeMetrics(
            services.GetRequiredService<IMeterFactory>(),
            services.GetRequiredService<HealthCheck>().Report,
            services.GetRequiredService<RunningNode>().Chain.Engine.Parameters.PeriodSeconds,
            services.GetRequiredService<RunningNode>().Chain.Spec.ChainId.ToString()));
        builder.Services.AddSingleton<OpenTelemetryExport>();
        builder.Services.AddHostedService<TelemetryService>();
        builder.Services.AddHostedService<NodeService>();
        builder.Services.AddHostedService<MetricsService>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        builder.Services.AddSingleton<IHostLifetime, SignalLifetime>();
        return builder.Build();
    }
}
