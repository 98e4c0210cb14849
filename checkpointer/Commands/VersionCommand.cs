using System.CommandLine;
using PoaSidechain.Checkpointer.Telemetry;

namespace PoaSidechain.Checkpointer.Commands;

/// <summary><c>poa-checkpointer version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Print the version");
        command.SetAction(_ => Console.WriteLine($"poa-checkpointer {OpenTelemetryExport.Version}"));
        return command;
    }
}
