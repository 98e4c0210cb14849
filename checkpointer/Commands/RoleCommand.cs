using System.CommandLine;
using Microsoft.Extensions.Hosting;
using PoaSidechain.Checkpointer.Options;

namespace PoaSidechain.Checkpointer.Commands;

/// <summary>A command that runs one role as a service until it is stopped.</summary>
internal static class RoleCommand
{
    public static Command Create(string name, string description, Func<CheckpointerOptions, IHost> build)
    {
        var command = new Command(name, description);
        var read = SettingsArguments.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var host = build(read(result));
            await host.RunAsync(cancellation);
            return Environment.ExitCode;
        });
        return command;
    }
}
