using System.Reflection;
using Xunit;

namespace PoaSidechain.Tests.Unit.Architecture;

/// <summary>References go down only; a new arrow or package is a decision, made here first and told in ARCHITECTURE.md.</summary>
public sealed class ArrowTests
{
    private const string Logging = "Microsoft.Extensions.Logging.Abstractions";
    private const string Web = "Microsoft.AspNetCore.App";
    private const string Prefix = "PoaSidechain.";

    private static readonly string[] Host =
        [Web, "Microsoft.Extensions.Hosting", "OpenTelemetry", "OpenTelemetry.Exporter.OpenTelemetryProtocol", "System.CommandLine"];

    // Project, the projects it names, the packages and frameworks it may name.
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new(StringComparer.Ordinal)
    {
        ["Primitives"] = ([], []),
        ["Storage"] = (["Primitives"], []),
        ["State"] = (["Storage"], []),
        ["Evm"] = (["State"], []),
        ["Chain"] = (["Evm"], [Logging]),
        ["Clique"] = (["Chain"], [Logging]),
        ["Network"] = (["Chain"], [Logging, "IronSnappy"]),
        ["JsonRpc"] = (["Clique", "Network"], [Web]),
        ["Node"] = (["JsonRpc"], [.. Host, "Spectre.Console"]),
        ["Checkpointer"] = (["Primitives", "Storage"], Host),
        ["Devnet"] = (["Checkpointer", "Primitives"], [.. Host, "Spectre.Console"]),
        ["Console"] = (["Checkpointer"], ["System.CommandLine"]),
        ["Benchmarks"] = (["Conformance", "Node", "TestKit"], []),
    };

    public static TheoryData<string> ProductionProjects() =>
        [.. Repository.Projects().Where(path => !path.StartsWith("tests/", StringComparison.Ordinal) || path.Contains("/Benchmarks/", StringComparison.Ordinal))];

    public static TheoryData<string> Rooms() => ["Primitives", "Storage", "State", "Evm", "Chain", "Clique", "Network", "JsonRpc"];

    [Theory]
    [MemberData(nameof(ProductionProjects))]
    public void Project_names_only_allowed_projects_and_packages(string path)
    {
        var project = ProjectFile.Load(path);

        Assert.True(Allowed.TryGetValue(project.Name, out var allowed), $"{path}: a new project needs its row here.");
        Assert.Empty(project.Projects.Except(allowed.Projects));
        Assert.Empty(project.Packages.Except(allowed.Packages));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Compiled_room_uses_only_rooms_below_it(string room)
    {
        var used = Assembly.Load(Prefix + room).GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..]);

        Assert.Empty(used.Except(Below(room)));
    }

    [Fact]
    public void Siblings_never_meet()
    {
        Assert.DoesNotContain("Network", Below("Clique"));
        Assert.DoesNotContain("Clique", Below("Network"));
        Assert.DoesNotContain("Chain", Below("Checkpointer"));
    }

    [Fact]
    public void Every_row_but_the_announced_has_its_project()
    {
        var there = Repository.Projects().Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(Allowed.Keys, name => name != "Devnet" && !there.Contains(name));
    }

    private static HashSet<string> Below(string room)
    {
        HashSet<string> below = new(StringComparer.Ordinal);
        foreach (var next in Allowed[room].Projects)
        {
            below.Add(next);
            below.UnionWith(Below(next));
        }

        return below;
    }
}
