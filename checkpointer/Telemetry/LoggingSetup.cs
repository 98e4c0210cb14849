using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Logs;
using PoaSidechain.Checkpointer.Options;

namespace PoaSidechain.Checkpointer.Telemetry;

/// <summary>Where log lines go: standard error, and a collector when one is named.</summary>
internal static class LoggingSetup
{
    public static void Configure(ILoggingBuilder logging, TelemetryOptions options)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // A failed start is told once, by Program, without a trace where an operator can mend it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (options.JsonLogs)
        {
            logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        }
        else
        {
            logging.AddSimpleConsole(line =>
            {
                line.SingleLine = true;
                line.UseUtcTimestamp = true;
                line.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
                line.ColorBehavior = LoggerColorBehavior.Disabled;
            });
        }

        if (options.OtlpEndpoint.Length > 0)
        {
            logging.AddOpenTelemetry(telemetry =>
            {
                telemetry.IncludeFormattedMessage = true;
                telemetry.SetResourceBuilder(OpenTelemetryExport.Resource(options));
                telemetry.AddOtlpExporter(exporter => OpenTelemetryExport.Configure(exporter, options, "v1/logs"));
            });
        }
    }
}
