using System.Text.Json;
using System.Text.RegularExpressions;
using PoaSidechain.Primitives.Specs;
using Xunit;

namespace PoaSidechain.Tests.Unit.Architecture;

/// <summary>What the documents point at is there, and the example genesis files are good.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents() => 
    [
        "README.md", "ARCHITECTURE.md", "genesis/README.md", "checkpointer/README.md",
        .. Directory.EnumerateFiles(Repository.PathOf("ops"), "*.md", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Repository.PathOf("."), file)),
    ];

    public static TheoryData<string> GenesisFiles() =>
        [.. Directory.EnumerateFiles(Repository.PathOf("genesis"), "*.json").Select(path => Path.GetFileName(path)).Where(name => name != "genesis.schema.json")];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_of_a_document_resolve(string document)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(document))!;
        var broken = Link().Matches(Repository.Read(document))
            .Select(match => match.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)));

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(GenesisFiles))]
    public void Example_genesis_runs(string name)
    {
        var genesis = GenesisFileReader.Read(File.ReadAllBytes(Repository.PathOf("genesis/" + name)));

        genesis.EnsureRunnable();
    }

    [Fact]
    public void Schema_knows_every_key_of_the_examples()
    {
        using var schema = JsonDocument.Parse(Repository.Read("genesis/genesis.schema.json"));
        var properties = schema.RootElement.GetProperty("properties");
        var configProperties = properties.GetProperty("config").GetProperty("properties");

        foreach (var name in GenesisFiles())
        {
            using var file = JsonDocument.Parse(Repository.Read("genesis/" + name.Data));

            Assert.All(file.RootElement.EnumerateObject(), property => Assert.True(properties.TryGetProperty(property.Name, out _)));
            Assert.All(
                file.RootElement.GetProperty("config").EnumerateObject(),
                property => Assert.True(configProperties.TryGetProperty(property.Name, out _)));
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
