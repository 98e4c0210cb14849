using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PoaSidechain.Checkpointer.Options;

namespace PoaSidechain.Checkpointer.Telemetry;

/// <summary>Pushes metrics and traces by OTLP, when a collector is named; flushes on dispose.</summary>
internal sealed class OpenTelemetryExport : IDisposable
{
    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    public OpenTelemetryExport(CheckpointerOptions options)
    {
        if (options.Telemetry.OtlpEndpoint.Length == 0)
        {
            return;
        }

        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource(options.Telemetry))
            .SetExemplarFilter(ExemplarFilterType.TraceBased) // a point of a histogram names the trace it came from
            .AddMeter("PoaSidechain.*", "System.Runtime", "System.Net.Http")
            .AddOtlpExporter((exporter, _) => Configure(exporter, options.Telemetry, "v1/metrics"))
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource(options.Telemetry))
            .AddSource("PoaSidechain.*")
            .AddOtlpExporter(exporter => Configure(exporter, options.Telemetry, "v1/traces"))
            .Build();
    }

    /// <summary>Version of the program.</summary>
    public static string Version { get; } =
        typeof(OpenTelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public static ResourceBuilder Resource(TelemetryOptions options) =>
        ResourceBuilder.CreateDefault().AddService("poa-checkpointer", serviceVersion: Version, serviceInstanceId: options.InstanceId);

    /// <summary>Points an exporter to the collector; over HTTP each signal has its own path.</summary>
    public static void Configure(OtlpExporterOptions exporter, TelemetryOptions options, string httpPath)
    {
        exporter.Protocol = options.OtlpOverHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = new Uri(options.OtlpOverHttp ? options.OtlpEndpoint.TrimEnd('/') + "/" + httpPath : options.OtlpEndpoint);
    }

    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }
}
