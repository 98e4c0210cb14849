using System.CommandLine;
using Microsoft.Extensions.Hosting;
using PoaSidechain.Checkpointer.Hosting;

namespace PoaSidechain.Checkpointer.Commands;

/// <summary><c>poa-checkpointer run</c>: the service.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Run until stopped");
        var read = SettingsArguments.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var host = CheckpointerHost.Build(read(result));
            await host.RunAsync(cancellation);
            return Environment.ExitCode;
        });
        return command;
    }
}
