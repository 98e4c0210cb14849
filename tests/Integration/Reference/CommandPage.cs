extern alias console;
extern alias node;

using System.CommandLine;
using System.Globalization;
using System.Text;
using PoaSidechain.Checkpointer.Commands;
using ConsoleCommand = console::PoaSidechain.Console.Options.ConsoleCommand;
using PoaCommand = node::PoaSidechain.Node.Commands.PoaCommand;
using Settings = node::PoaSidechain.Node.Options.Settings;

namespace PoaSidechain.Tests.Integration.Reference;

/// <summary>Writes what each program understands on its command line, from the very objects that parse it.</summary>
internal static class CommandPage
{
    public static string Write()
    {
        var text = new StringBuilder(Page.Head("Commands", "Every program, its commands and options."));
        WriteCommand(text, "poa", PoaCommand.Create(), []);
        text.Append("\n## Names in files and in the environment\n\nThe options of `poa run`, as keys of the options file and as environment variables.\n\n");
        text.Append("| option | options file | environment |\n|---|---|---|\n");
        foreach (var setting in Settings.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{setting.Flag}` | `{setting.Key}` | `{setting.EnvironmentVariable}` |\n");
        }

        WriteCommand(text, "poa-checkpointer", CheckpointerCommand.Create(), []);
        WriteCommand(text, "poa-console", ConsoleCommand.Create((_, _) => Task.FromResult(0)), []);
        return text.ToString();
    }

    private static void WriteCommand(StringBuilder text, string name, Command command, IReadOnlyList<Option> inherited)
    {
        var isRoot = !name.Contains(' ', StringComparison.Ordinal);
        var usage = string.Concat(command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues > 0 ? $" <{argument.Name}>" : $" [{argument.Name}]"));
        text.Append(CultureInfo.InvariantCulture, $"\n{(isRoot ? "##" : "###")} `{name}{usage}`\n\n{Page.Sentence(command.Description)}\n");
        var arguments = command.Arguments.Select(argument => ($"`{argument.Name}`", Page.Sentence(argument.Description)));
        var options = command.Options.Where(option => option is not (System.CommandLine.Help.HelpOption or VersionOption) && !inherited.Contains(option))
            .Select(option => (string.Join(", ", option.Aliases.Prepend(option.Name).Distinct(StringComparer.Ordinal).Select(alias => $"`{alias}`")), Described(option)));
        var rows = arguments.Concat(options).ToArray();
        if (rows.Length > 0)
        {
            text.Append("\n| option | meaning |\n|---|---|\n");
            foreach (var (what, meaning) in rows)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {what} | {Page.Cell(meaning)} |\n");
            }
        }

        foreach (var child in command.Subcommands)
        {
            WriteCommand(text, $"{name} {child.Name}", child, [.. inherited, .. command.Options.Where(option => option.Recursive)]);
        }
    }

    private static string Described(Option option) => Page.Sentence(option.Description) + (option.Required ? " Required." : "");
}
