using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PoaSidechain.Node.Options;
using PoaSidechain.Node.Status;
using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa clique</c>: asks a running node about its signers and votes; prints tables, or with --json what the node answered.</summary>
internal static class CliqueCommands
{
    public static Command Create()
    {
        var command = new Command("clique", "Signers and votes of a running node");
        command.Subcommands.Add(Query("status", "How the signers are doing, and what would heal them", Asking("clique_getLiveness"), CliqueTables.Status));
        command.Subcommands.Add(Query("signers", "Who may sign, and what each sealed of late", AskSignersAsync, CliqueTables.Signers));
        command.Subcommands.Add(Query("proposals", "What this node votes for, and how far that is", AskProposalsAsync, CliqueTables.Proposals));
        command.Subcommands.Add(Query(
            "equivocations", "Evidence against signers; --json for handing it to others", Asking("clique_getEquivocations"), CliqueTables.Equivocations));
        command.Subcommands.Add(Snapshot());
        command.Subcommands.Add(Propose());
        command.Subcommands.Add(Discard());
        return command;
    }

    private static Command Query(string name, string description, Func<NodeConnection, CancellationToken, Task<JsonElement>> ask, Func<JsonElement, IEnumerable<string>> table)
    {
        var command = new Command(name, description);
        var (node, json) = AddOptions(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = node(result);
            return Print(await ask(connection, cancellation), result.GetValue(json), table);
        });
        return command;
    }

    private static Command Snapshot()
    {
        var command = new Command("snapshot", "The state of the vote after a block");
        var block = new Argument<string>("block") { Description = "Number, hash or tag", DefaultValueFactory = _ => "latest" };
        command.Arguments.Add(block);
        var (node, json) = AddOptions(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = node(result);
            var text = result.GetRequiredValue(block);
            var answer = Hash256.TryParse(text, out _)
                ? await connection.RequireAsync("clique_getSnapshotAtHash", [text], cancellation)
                : await connection.RequireAsync(
                    "clique_getSnapshot", [ulong.TryParse(text, CultureInfo.InvariantCulture, out var number) ? Hex.Quantity(number) : text], cancellation);
            return Print(answer, result.GetValue(json), CliqueTables.Snapshot);
        });
        return command;
    }

    private static Command Propose()
    {
        var command = new Command("propose", "Vote in this node's next blocks to let an account in, or with --drop to put it out");
        var address = AddAddress(command);
        var drop = new Option<bool>("--drop") { Description = "Put the account out" };
        command.Options.Add(drop);
        var (node, _) = AddOptions(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = node(result);
            var account = AccountOf(result, address);
            await connection.RequireAsync("clique_propose", [account, !result.GetValue(drop)], cancellation);
            Console.WriteLine($"Proposed to {(result.GetValue(drop) ? "put out" : "let in")} {account}; a majority of the signers must do the same. See 'poa clique proposals'.");
            return 0;
        });
        return command;
    }

    private static Command Discard()
    {
        var command = new Command("discard", "Take a proposal back");
        var address = AddAddress(command);
        var (node, _) = AddOptions(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = node(result);
            var account = AccountOf(result, address);
            await connection.RequireAsync("clique_discard", [account], cancellation);
            Console.WriteLine($"No vote about {account} any more.");
            return 0;
        });
        return command;
    }

    private static Func<NodeConnection, CancellationToken, Task<JsonElement>> Asking(string method) =>
        (connection, cancellation) => connection.RequireAsync(method, [], cancellation);

    private static async Task<JsonElement> AskSignersAsync(NodeConnection connection, CancellationToken cancellation) => JsonSerializer.SerializeToElement(new
    {
        liveness = await connection.RequireAsync("clique_getLiveness", [], cancellation),
        status = await connection.RequireAsync("clique_status", [], cancellation),
    });

    private static async Task<JsonElement> AskProposalsAsync(NodeConnection connection, CancellationToken cancellation) => JsonSerializer.SerializeToElement(new
    {
        proposals = await connection.RequireAsync("clique_proposals", [], cancellation),
        snapshot = await connection.RequireAsync("clique_getSnapshot", [], cancellation),
    });

    private static (Func<ParseResult, NodeConnection> Node, Option<bool> Json) AddOptions(Command command)
    {
        var configuration = CommonOptions.AddTo(command, [Settings.DataDir, Settings.IpcPath]);
        var attach = new Option<string>("--attach") { Description = "Socket path or http URL of the node (with the namespace clique). Default: the socket in the data folder" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        command.Options.Add(attach);
        command.Options.Add(json);
        return (result => new NodeConnection(
            result.GetValue(attach) ?? NodeOptionsReader.Read(configuration(result)).Rpc.IpcPath
            ?? throw new OptionsException(["The socket is switched off: name a URL with --attach."])), json);
    }

    private static Argument<string> AddAddress(Command command)
    {
        var address = new Argument<string>("address");
        command.Arguments.Add(address);
        return address;
    }

    private static string AccountOf(ParseResult result, Argument<string> argument) =>
        Address.TryParse(result.GetRequiredValue(argument), out var account)
            ? account.ToString()
            : throw new IOException($"'{result.GetValue(argument)}' is no address.");

    private static int Print(JsonElement answer, bool asJson, Func<JsonElement, IEnumerable<string>> table)
    {
        foreach (var line in asJson ? [answer.GetRawText()] : table(answer))
        {
            Console.WriteLine(line);
        }

        return 0;
    }
}
