using System.CommandLine;
using System.CommandLine.Parsing;

namespace PoaSidechain.Console.Options;

/// <summary>The command line of <c>poa-console</c>.</summary>
internal static class ConsoleCommand
{
    /// <summary>Makes the command; <paramref name="run"/> is called with what was said.</summary>
    public static RootCommand Create(Func<ConsoleOptions, CancellationToken, Task<int>> run)
    {
        var node = Address("--node", "JSON-RPC of the sidechain's node", "http://127.0.0.1:8545");
        var socket = Address("--node-ws", "WebSocket of the same node: blocks are shown as they come", null);
        var l1 = Address("--l1", "JSON-RPC of the L1, to show the bridge", null);
        var deployment = new Option<FileInfo?>("--deployment") { Description = "The bridge's deployment file; needs --l1" };
        var listen = Address("--listen", "Where the pages are served", "http://127.0.0.1:8090");
        var voting = new Option<bool>("--allow-voting") { Description = "Offer to propose and discard signers by the node's clique namespace" };
        var command = new RootCommand("Shows a sidechain, its signers, its checkpoints and its bridge in the browser. Read-only without a wallet.")
        {
            node, socket, l1, deployment, listen, voting,
        };
        command.Validators.Add(result => RequireBoth(result, l1, deployment));
        command.SetAction((result, cancellationToken) => run(
            new ConsoleOptions
            {
                Node = result.GetRequiredValue(node)!,
                NodeSocket = result.GetValue(socket),
                L1 = result.GetValue(l1),
                DeploymentFile = result.GetValue(deployment)?.FullName,
                Listen = result.GetRequiredValue(listen)!,
                AllowsVoting = result.GetValue(voting),
            },
            cancellationToken));
        return command;
    }

    private static void RequireBoth(CommandResult result, Option<Uri?> l1, Option<FileInfo?> deployment)
    {
        if ((result.GetValue(l1) is null) != (result.GetValue(deployment) is null))
        {
            result.AddError("--l1 and --deployment go together.");
        }
        else if (result.GetValue(deployment) is { Exists: false } missing)
        {
            result.AddError($"There is no file {missing.FullName}.");
        }
    }

    private static Option<Uri?> Address(string name, string description, string? standard)
    {
        var option = new Option<Uri?>(name)
        {
            Description = description,
            CustomParser = result => Parse(result, name.EndsWith("ws", StringComparison.Ordinal) ? "ws" : "http"),
        };
        if (standard is not null)
        {
            option.DefaultValueFactory = _ => new Uri(standard);
        }

        return option;
    }

    private static Uri? Parse(ArgumentResult result, string scheme)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith(scheme, StringComparison.Ordinal))
        {
            return uri;
        }

        result.AddError($"'{text}' is not an address of the form {scheme}://host:port.");
        return null;
    }
}
