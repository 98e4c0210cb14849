using System.CommandLine;
using System.Text.Json;
using PoaSidechain.Node.Options;
using PoaSidechain.Node.Status;
using Spectre.Console;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa status</c> and <c>poa top</c>: a running node at a glance, once or live.</summary>
internal static class StatusCommands
{
    private static readonly JsonSerializerOptions JsonForm = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Command CreateStatus()
    {
        var command = new Command("status", "Show how a running node is; exit code 2 when a signer is missing, it has no peers or is catching up");
        var (reader, json) = AddOptions(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = reader(result);
            var status = await new StatusReader(connection, TimeProvider.System).ReadAsync(cancellation);
            if (result.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(status, JsonForm));
            }
            else
            {
                var screen = Screen();
                screen.Write(StatusScreen.Render(status));
                screen.WriteLine();
            }

            return status.Sentence == "all signers are there" ? 0 : 2;
        });
        return command;
    }

    public static Command CreateTop()
    {
        var command = new Command("top", "Show how a running node is, live, until Ctrl-C; with --json a line each time");
        var (reader, json) = AddOptions(command);
        var interval = new Option<double>("--interval") { DefaultValueFactory = _ => 1, Description = "Seconds between two looks" };
        command.Options.Add(interval);
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = reader(result);
            var source = new StatusReader(connection, TimeProvider.System);
            var pause = TimeSpan.FromSeconds(Math.Max(0.1, result.GetValue(interval)));
            if (result.GetValue(json))
            {
                await RepeatAsync(source, pause, status => Console.WriteLine(JsonSerializer.Serialize(status, JsonForm)), cancellation);
            }
            else
            {
                var first = await source.ReadAsync(cancellation);
                await Screen().Live(StatusScreen.Render(first)).StartAsync(screen =>
                    RepeatAsync(source, pause, status => screen.UpdateTarget(StatusScreen.Render(status)), cancellation));
            }

            return 0;
        });
        return command;
    }

    /// <summary>The terminal; into a file or pipe without colours, and wide enough for a hash.</summary>
    private static IAnsiConsole Screen()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        plain.Profile.Width = 160;
        return plain;
    }

    private static async Task RepeatAsync(StatusReader source, TimeSpan pause, Action<NodeStatus> show, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                show(await source.ReadAsync(cancellation));
                await Task.Delay(pause, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // the person has seen enough
        }
    }

    private static (Func<ParseResult, NodeConnection> Connection, Option<bool> Json) AddOptions(Command command)
    {
        var configuration = CommonOptions.AddTo(command, [Settings.DataDir, Settings.IpcPath]);
        var attach = new Option<string>("--attach") { Description = "Socket path or http URL of the node. Default: the socket in the data folder" };
        var json = new Option<bool>("--json") { Description = "One JSON object instead of a screen" };
        command.Options.Add(attach);
        command.Options.Add(json);
        return (result => new NodeConnection(
            result.GetValue(attach) ?? NodeOptionsReader.Read(configuration(result)).Rpc.IpcPath
            ?? throw new OptionsException(["The socket is switched off: name a URL with --attach."])), json);
    }
}
