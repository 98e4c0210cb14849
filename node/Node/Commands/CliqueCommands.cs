using System.CommandLine;
using System.Text.Json;
using PoaSidechain.Node.Options;
using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa clique</c>: asks a running node about its signers and votes; prints tables, or with --json what the node answered.</summary>
internal static class CliqueCommands
{
    public static Command Create()
    {
        var command = new Command("clique", "Signers and votes of a running node");
        command.Subcommands.Add(Query("status", "How the signers are doing, and what would heal them", rpc => rpc.AskAsync("clique_getLiveness"), CliqueTables.Status));
        command.Subcommands.Add(Query("signers", "Who may sign, and what each sealed of late", AskSignersAsync, CliqueTables.Signers));
        command.Subcommands.Add(Query("proposals", "What this node votes for, and how far that is", AskProposalsAsync, CliqueTables.Proposals));
        command.Subcommands.Add(Query(
            "equivocations", "Evidence against signers; --json for handing it to others", rpc => rpc.AskAsync("clique_getEquivocations"), CliqueTables.Equivocations));
        command.Subcommands.Add(Snapshot());
        command.Subcommands.Add(Propose());
        command.Subcommands.Add(Discard());
        return command;
    }

    private static Command Query(string name, string description, Func<NodeRpc, Task<JsonElement>> ask, Func<JsonElement, IEnumerable<string>> table)
    {
        var command = new Command(name, description);
        var (node, json) = AddOptions(command);
        command.SetAction(async result => Print(await ask(node(result)), result.GetValue(json), table));
        return command;
    }

    private static Command Snapshot()
    {
        var command = new Command("snapshot", "The state of the vote after a block");
        var block = new Argument<string>("block") { Description = "Number, hash or tag", DefaultValueFactory = _ => "latest" };
        command.Arguments.Add(block);
        var (node, json) = AddOptions(command);
        command.SetAction(async result =>
        {
            var text = result.GetRequiredValue(block);
            var answer = Hash256.TryParse(text, out _)
                ? await node(result).AskAsync("clique_getSnapshotAtHash", text)
                : await node(result).AskAsync("clique_getSnapshot", ulong.TryParse(text, out var number) ? Hex.Quantity(number) : text);
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
        command.SetAction(async result =>
        {
            var account = AccountOf(result, address);
            await node(result).AskAsync("clique_propose", account, !result.GetValue(drop));
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
        command.SetAction(async result =>
        {
            var account = AccountOf(result, address);
            await node(result).AskAsync("clique_discard", account);
            Console.WriteLine($"No vote about {account} any more.");
            return 0;
        });
        return command;
    }

    private static async Task<JsonElement> AskSignersAsync(NodeRpc rpc) => JsonSerializer.SerializeToElement(new
    {
        liveness = await rpc.AskAsync("clique_getLiveness"),
        status = await rpc.AskAsync("clique_status"),
    });

    private static async Task<JsonElement> AskProposalsAsync(NodeRpc rpc) => JsonSerializer.SerializeToElement(new
    {
        proposals = await rpc.AskAsync("clique_proposals"),
        snapshot = await rpc.AskAsync("clique_getSnapshot"),
    });

    private static (Func<ParseResult, NodeRpc> Node, Option<bool> Json) AddOptions(Command command)
    {
        var configuration = CommonOptions.AddTo(command, [Settings.DataDir, Settings.IpcPath]);
        var rpc = new Option<string>("--rpc") { Description = "URL of the node's HTTP port (the namespace clique must be served there). Default: its socket" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        command.Options.Add(rpc);
        command.Options.Add(json);
        return (result => new NodeRpc(result.GetValue(rpc) ?? NodeOptionsReader.Read(configuration(result)).Rpc.IpcPath!), json);
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
