using System.CommandLine;
using Microsoft.Extensions.Hosting;
using PoaSidechain.Checkpointer.Hosting;

namespace PoaSidechain.Checkpointer.Commands;

/// <summary><c>poa-checkpointer watch</c>: the watchtower.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var command = new Command("watch", "Watch both chains with a node and endpoints of one's own until stopped; alarms, and pauses with Watch:Pause");
        var read = SettingsArguments.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var host = CheckpointerHost.BuildWatchtower(read(result));
            await host.RunAsync(cancellation);
            return Environment.ExitCode;
        });
        return command;
    }
}
