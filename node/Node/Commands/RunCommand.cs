using System.CommandLine;
using Microsoft.Extensions.Hosting;
using PoaSidechain.Node.Hosting;
using PoaSidechain.Node.Options;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa run</c>: the node.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Run the node until it is stopped");
        var configuration = CommonOptions.AddTo(command, Settings.All);
        command.SetAction(async (result, cancellation) =>
        {
            using var host = NodeHost.Build(NodeOptionsReader.Read(configuration(result)));
            await host.RunAsync(cancellation);
            return Environment.ExitCode;
        });
        return command;
    }
}
