using System.Text.RegularExpressions;

namespace PoaSidechain.Tests.TestKit.Nodes;

/// <summary>
/// The blocks of code in a guide, run in a folder of their own in the order in which they stand. What follows the language says what to do: <c>file=NAME</c> writes
/// a file, <c>run</c> runs shell commands (exported variables last), <c>run until</c> repeats them until they succeed, <c>run=NAME</c> writes a file and runs it by node.
/// Blocks that end with <c>when=CASE</c> belong to a case: they are run for it, and no others.
/// </summary>
public sealed partial class Guide : IDisposable
{
    private static readonly TimeSpan BlockLimit = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("poa-guide-").FullName;
    private readonly string _name;
    private readonly Dictionary<string, string> _environment;

    /// <summary>A guide, by its path under <c>ops/guides</c>, and the variables that its blocks use.</summary>
    public Guide(string name, IReadOnlyDictionary<string, string> environment)
    {
        _name = name;
        string[] programs = [Path.GetDirectoryName(Repository.Poa)!, .. new[] { "forge", "cast" }.Select(tool => Path.GetDirectoryName(Checkout.FoundryProgram(tool))!)];
        _environment = new Dictionary<string, string>(environment)
        {
            ["PATH"] = string.Join(':', [.. programs, Environment.GetEnvironmentVariable("PATH")]),
            ["FOUNDRY_SOLC"] = Checkout.PathOf("bridge-contracts", "tools", "solc"), // compilers cannot be downloaded here
            ["FOUNDRY_OFFLINE"] = "true",
            ["HARDHAT_DISABLE_TELEMETRY_PROMPT"] = "true",
        };
        Directory.CreateSymbolicLink(Path.Combine(_folder, "node_modules"), Path.Combine(Repository.Clients, "node_modules"));
        File.WriteAllText(Path.Combine(_folder, "variables"), "");
    }

    /// <summary>Puts a file beside the blocks.</summary>
    public void Add(string name, string from) => File.Copy(from, Path.Combine(_folder, name));

    /// <summary>Runs everything of a case; the number of blocks that were run.</summary>
    /// <param name="when">The case; null for what belongs to none.</param>
    public async Task<int> RunAsync(string? when = null)
    {
        var run = 0;
        foreach (Match block in Blocks().Matches(await File.ReadAllTextAsync(Checkout.PathOf("ops", "guides", _name))))
        {
            if ((block.Groups["when"] is { Success: true } group ? group.Value : null) != when)
            {
                continue;
            }

            var (what, text) = (block.Groups["what"].Value, block.Groups["text"].Value);
            if (what.Split('=') is ["file" or "run", var file])
            {
                var path = Path.Combine(_folder, file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, text);
            }

            run += what.StartsWith("run", StringComparison.Ordinal) ? 1 : 0;
            if (what == "run")
            {
                await RequireAsync(text);
            }
            else if (what == "run until")
            {
                await Poll.UntilAsync(async () => (await ShellAsync(text)).ExitCode == 0, BlockLimit, () => $"{_name}: {text}");
            }
            else if (what.StartsWith("run=", StringComparison.Ordinal))
            {
                await RequireAsync("node " + what["run=".Length..]);
            }
        }

        return run;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task RequireAsync(string commands)
    {
        var (exitCode, output) = await ShellAsync(commands);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"{_name}: this ended with {exitCode}:\n{commands}\n{output}");
        }
    }

    private Task<(int ExitCode, string Output)> ShellAsync(string commands) => Programs.TryRunAsync(
        "bash", ["-euo", "pipefail", "-c", $"cd '{_folder}'; source ./variables\n{commands}\nexport -p > variables"], BlockLimit, _environment);

    [GeneratedRegex(@"^```\w+ (?<what>(?:file|run)[^\n]*?)(?: when=(?<when>\w+))?\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
