using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Telemetry;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Checkpointer.Watchtower;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;

namespace PoaSidechain.Checkpointer.Hosting;

/// <summary>The one place where the parts are put together.</summary>
internal static class CheckpointerHost
{
    /// <summary>A checkpointer ready to run. Files are read here, so that a wrong one is a sentence and not a crash later.</summary>
    public static IHost Build(CheckpointerOptions options) =>
        Build(options, (deployment, keys, journal, connections, health, shared) =>
            new CheckpointerCore(options, deployment, keys, journal, connections, health, shared));

    /// <summary>A watchtower ready to run. It may have no signer's key: who watches the signers is none of them.</summary>
    public static IHost BuildWatchtower(CheckpointerOptions options)
    {
        if (options.SignerKey is not null)
        {
            throw new FormatException("SignerKey: a watchtower signs nothing; take the key out of its settings.");
        }

        if (options.Watch.Pause && options.FeeKey is null)
        {
            throw new FormatException("Watch:Pause needs FeeKey, the key of a guardian of the PauseBoard.");
        }

        return Build(options, (deployment, keys, journal, connections, health, shared) =>
            new WatchtowerCore(options, deployment, keys, journal, connections, health, shared));
    }

    private static IHost Build(
        CheckpointerOptions options,
        Func<Deployment, CheckpointerKeys, CheckpointerJournal, CheckpointerConnections, HealthBoard, LaneServices, RoundCore> create)
    {
        var deployment = Deployment.Parse(File.ReadAllText(options.DeploymentFile), options.DeploymentFile);
        var keys = KeyLoader.Load(options);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "poa-checkpointer" });
        LoggingSetup.Configure(builder.Logging, options.Telemetry);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(deployment);
        builder.Services.AddSingleton(keys);
        builder.Services.AddSingleton<HealthBoard>();
        builder.Services.AddSingleton<CheckpointerMetrics>();
        builder.Services.AddSingleton<IKeyValueStore>(_ => OpenJournal(options.DataDirectory));
        builder.Services.AddSingleton(services => CreateCore(services, options, deployment, keys, create));
        builder.Services.AddSingleton<OpenTelemetryExport>();
        builder.Services.AddHostedService<TelemetryServer>();
        builder.Services.AddHostedService<CheckpointerService>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        return builder.Build();
    }

    /// <summary>Small: a few records a checkpoint. One process only may have it open.</summary>
    private static LevelDbStore OpenJournal(string directory) =>
        LevelDbStore.Open(new StorageOptions { Directory = directory, CacheMegabytes = 8, WriteBufferMegabytes = 4 });

    private static RoundCore CreateCore(
        IServiceProvider services, CheckpointerOptions options, Deployment deployment, CheckpointerKeys keys,
        Func<Deployment, CheckpointerKeys, CheckpointerJournal, CheckpointerConnections, HealthBoard, LaneServices, RoundCore> create)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var journal = new CheckpointerJournal(services.GetRequiredService<IKeyValueStore>());
        journal.Claim(deployment.Identity);
        var shared = new LaneServices(
            time,
            CrashPoints.None,
            services.GetRequiredService<CheckpointerMetrics>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Checkpointer"));
        var connections = CheckpointerConnections.Create(options, time);
        return create(deployment, keys, journal, connections, services.GetRequiredService<HealthBoard>(), shared);
    }
}
