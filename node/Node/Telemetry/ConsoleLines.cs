using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace PoaSidechain.Node.Telemetry;

/// <summary>Log lines in the form that geth's operators read: level, time, sentence, key=value pairs.</summary>
/// <remarks>Control characters are made visible, so that nothing that a peer or caller sent can forge a line.</remarks>
internal sealed class ConsoleLines(TimeProvider time, IOptions<ConsoleFormatterOptions> options) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "poa";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var now = options.Value.UseUtcTimestamp ? time.GetUtcNow() : time.GetLocalNow();
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(now.ToString(" '['MM-dd'|'HH:mm:ss.fff'] '", CultureInfo.InvariantCulture));
        WriteVisible(textWriter, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write(" error=\"");
            WriteVisible(textWriter, exception is OperationCanceledException ? exception.Message : exception.ToString());
            textWriter.Write('"');
        }

        textWriter.WriteLine();
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO ",
        LogLevel.Warning => "WARN ",
        LogLevel.Error => "ERROR",
        _ => "CRIT ",
    };

    private static void WriteVisible(TextWriter writer, string text)
    {
        foreach (var c in text)
        {
            if (c == '\n')
            {
                writer.Write(" | ");
            }
            else if (!char.IsControl(c))
            {
                writer.Write(c);
            }
        }
    }
}
