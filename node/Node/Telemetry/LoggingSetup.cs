using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Logs;
using PoaSidechain.Node.Options;

namespace PoaSidechain.Node.Telemetry;

/// <summary>Where log lines go: the terminal in geth's form or as JSON, and a collector when one is named.</summary>
internal static class LoggingSetup
{
    public static void Configure(ILoggingBuilder logging, TelemetryOptions options)
    {
        logging.SetMinimumLevel(LevelOf(options.Verbosity));
        logging.AddFilter("Microsoft", options.Verbosity >= 5 ? LogLevel.Debug : LogLevel.Warning);

        // A failed start is told once, by Program, without a trace where an operator can mend it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (options.JsonLogs)
        {
            logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        }
        else
        {
            logging.AddConsole(console =>
            {
                console.FormatterName = ConsoleLines.FormatterName;
                console.LogToStandardErrorThreshold = LogLevel.Trace;
            });
            logging.AddConsoleFormatter<ConsoleLines, ConsoleFormatterOptions>();
        }

        if (options.OtlpEndpoint is not null)
        {
            logging.AddOpenTelemetry(telemetry =>
            {
                telemetry.IncludeFormattedMessage = true;
                telemetry.SetResourceBuilder(OpenTelemetryExport.Resource());
                telemetry.AddOtlpExporter(exporter => OpenTelemetryExport.Configure(exporter, options, "v1/logs"));
            });
        }
    }

    private static LogLevel LevelOf(int verbosity) => verbosity switch
    {
        0 => LogLevel.None,
        1 => LogLevel.Error,
        2 => LogLevel.Warning,
        3 => LogLevel.Information,
        4 => LogLevel.Debug,
        _ => LogLevel.Trace,
    };
}
