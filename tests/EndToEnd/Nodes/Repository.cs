namespace PoaSidechain.Tests.EndToEnd.Nodes;

/// <summary>Where the parts of the repository lie.</summary>
internal static class Repository
{
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string Root { get; } = FindRoot();

    /// <summary>The node's program, of the same configuration as the tests.</summary>
    public static string Poa { get; } =
        Path.Combine(Root, "node", "Node", "bin", Output.Parent!.Name, Output.Name, "poa");

    /// <summary>foundry's cast, as bridge-contracts/setup installs it.</summary>
    public static string Cast { get; } =
        Directory.EnumerateDirectories(Path.Combine(Root, "bridge-contracts", "node_modules", "@foundry-rs"), "cast-*")
            .Select(folder => Path.Combine(folder, "bin", "cast"))
            .First(File.Exists);

    /// <summary>The scripts that drive a node with client libraries.</summary>
    public static string Clients { get; } = Path.Combine(Root, "tests", "EndToEnd", "clients");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PoaSidechain.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The repository is not above the test program.");
    }
}
