using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PoaSidechain.Node.Options;

namespace PoaSidechain.Node.Telemetry;

/// <summary>Pushes metrics and traces to an OpenTelemetry collector by OTLP, when one is named.</summary>
internal sealed class OpenTelemetryExport : IDisposable
{
    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    public OpenTelemetryExport(NodeOptions options)
    {
        if (options.Telemetry.OtlpEndpoint is null)
        {
            return;
        }

        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource())
            .SetExemplarFilter(ExemplarFilterType.TraceBased) // a point of a histogram names the trace it came from
            .AddMeter(MeterNames)
            .AddOtlpExporter((exporter, _) => Configure(exporter, options.Telemetry, "v1/metrics"))
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddSource("PoaSidechain.*")
            .AddOtlpExporter(exporter => Configure(exporter, options.Telemetry, "v1/traces"))
            .Build();
    }

    /// <summary>Meters that are exported: ours, and the framework's about the process and its servers.</summary>
    public static string[] MeterNames { get; } = ["PoaSidechain.*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Who reports.</summary>
    public static ResourceBuilder Resource() =>
        ResourceBuilder.CreateDefault().AddService("poa", serviceVersion: VersionInfo.Version, serviceInstanceId: Environment.MachineName + ":" + Environment.ProcessId);

    /// <summary>Points an exporter to the collector; over HTTP each signal has its own path.</summary>
    public static void Configure(OtlpExporterOptions exporter, TelemetryOptions options, string httpPath)
    {
        exporter.Protocol = options.OtlpOverHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = options.OtlpOverHttp
            ? new Uri(options.OtlpEndpoint!.AbsoluteUri.TrimEnd('/') + "/" + httpPath)
            : options.OtlpEndpoint!;
    }

    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }
}
