using System.Text.RegularExpressions;
using Xunit;

namespace PoaSidechain.Tests.Unit.Architecture;

/// <summary>The form of source files.</summary>
public sealed partial class SourceTests
{
    private const int MostLines = 400;

    private static readonly string[] Folders = ["node", "checkpointer", "ops", "tests"];

    // Written as halves, so that this file does not hold what it forbids.
    private static readonly string[] BannedMarks = ["NotImplemented" + "Exception", "TO" + "DO", "FIX" + "ME"];

    // Folder -> namespace, where they differ, with the reason.
    private static readonly Dictionary<string, string> OtherNamespaces = new(StringComparer.Ordinal)
    {
        // Compiled into both executables, so it carries neither's name.
        ["node/Shared/Telemetry"] = "PoaSidechain.Telemetry",
    };

    [Fact]
    public void No_file_is_too_long()
    {
        var tooLong = Folders.SelectMany(Repository.SourcesOf)
            .Select(file => (File: file, Lines: Repository.Read(file).AsSpan().Count('\n')))
            .Where(source => source.Lines > MostLines);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Namespace_equals_folder()
    {
        List<string> wrong = [];
        foreach (var file in Folders.SelectMany(Repository.SourcesOf))
        {
            var found = NamespaceLine().Match(Repository.Read(file));
            if (found.Success && found.Groups["name"].Value != NamespaceOf(file))
            {
                wrong.Add($"{file}: {found.Groups["name"].Value}, expected {NamespaceOf(file)}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Production_code_holds_no_unfinished_work()
    {
        var marked = Repository.ProductionSources()
            .Where(file => BannedMarks.Any(mark => Repository.Read(file).Contains(mark, StringComparison.Ordinal)));

        Assert.Empty(marked);
    }

    private static string NamespaceOf(string file)
    {
        var folder = file[..file.LastIndexOf('/')];
        if (OtherNamespaces.TryGetValue(folder, out var other))
        {
            return other;
        }

        var parts = folder.Split('/');
        return "PoaSidechain." + string.Join('.', parts[0] switch
        {
            "tests" => ["Tests", .. parts[1..]],
            "checkpointer" => ["Checkpointer", .. parts[1..]],
            _ => parts[1..],
        });
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceLine();
}
