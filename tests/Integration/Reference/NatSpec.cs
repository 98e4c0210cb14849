using System.Text.RegularExpressions;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Integration.Reference;

/// <summary>The NatSpec comments of a contract: its own, its interface's and those of the files it is split into.</summary>
internal sealed partial class NatSpec
{
    private readonly Dictionary<string, string> _notices = new(StringComparer.Ordinal);

    /// <summary>What the contract is.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Reads the sources of a contract.</summary>
    public static NatSpec Of(string contract)
    {
        var spec = new NatSpec();
        var sources = Directory.EnumerateFiles(Checkout.PathOf("bridge-contracts", "src"), "*.sol", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        foreach (var name in WithBases(contract, sources))
        {
            if (sources.FirstOrDefault(source => Path.GetFileNameWithoutExtension(source) == name) is { } file)
            {
                spec.Read(File.ReadLines(file));
            }
        }

        // Errors and events of libraries, which the compiler puts into the ABI of whoever uses them.
        foreach (var file in sources.Where(source => source.Contains("/libraries/", StringComparison.Ordinal)))
        {
            spec.ReadMembers(File.ReadLines(file));
        }

        return spec;
    }

    /// <summary>What a member is for; empty where the sources do not say (getters and what OpenZeppelin brings).</summary>
    public string Notice(string member) => _notices.GetValueOrDefault(member, "");

    private static IReadOnlyList<string> WithBases(string contract, IReadOnlyList<string> sources)
    {
        List<string> names = [contract];
        for (var i = 0; i < names.Count; i++)
        {
            if (sources.FirstOrDefault(source => Path.GetFileNameWithoutExtension(source) == names[i]) is { } file
                && Bases().Match(File.ReadAllText(file)) is { Success: true } match)
            {
                names.AddRange(match.Groups["bases"].Value.Split(',').Select(name => name.Trim().Split('(')[0]).Where(name => !names.Contains(name, StringComparer.Ordinal)));
            }
        }

        return names;
    }

    private void Read(IEnumerable<string> lines)
    {
        var all = lines.ToArray();
        var title = all.Select(line => TitleLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        Title = Title.Length > 0 ? Title : title ?? "";
        ReadMembers(all);
    }

    private void ReadMembers(IEnumerable<string> lines)
    {
        var comment = "";
        var isNotice = false;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line.StartsWith("///", StringComparison.Ordinal))
            {
                var text = line[3..].Trim();
                isNotice = text.StartsWith("@notice", StringComparison.Ordinal) || (isNotice && !text.StartsWith('@'));
                comment = isNotice ? $"{comment} {text.Replace("@notice", "", StringComparison.Ordinal).Trim()}" : comment;
                continue;
            }

            if (Member().Match(line) is { Success: true } match && comment.Length > 0)
            {
                _notices.TryAdd(match.Groups["name"].Value, comment.Trim());
            }

            (comment, isNotice) = ("", false);
        }
    }

    [GeneratedRegex(@"\bcontract\s+\w+\s+is\s+(?<bases>[^{]+)\{|\binterface\s+\w+\s+is\s+(?<bases>[^{]+)\{")]
    private static partial Regex Bases();

    [GeneratedRegex(@"^/// @title (.*)$")]
    private static partial Regex TitleLine();

    // Functions, events, errors, and public variables, whose getters are functions.
    [GeneratedRegex(@"^(?:function|event|error)\s+(?<name>\w+)|\bpublic\b.*?\b(?<name>\w+)\s*(?:=|;)")]
    private static partial Regex Member();
}
