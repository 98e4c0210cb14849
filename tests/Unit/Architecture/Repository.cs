namespace PoaSidechain.Tests.Unit.Architecture;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] ProductionFolders = ["node", "checkpointer", "ops"];

    public static string Root { get; } = FindRoot();

    /// <summary>C# files of a top-level folder that people wrote, relative to the root.</summary>
    public static IEnumerable<string> SourcesOf(string folder) => Files(folder, "*.cs");

    public static IEnumerable<string> ProductionSources() => ProductionFolders.SelectMany(SourcesOf);

    /// <summary>All project files, relative to the root.</summary>
    public static IEnumerable<string> Projects() => ProductionFolders.Append("tests").SelectMany(folder => Files(folder, "*.csproj"));

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static IEnumerable<string> Files(string folder, string pattern)
    {
        var path = PathOf(folder);
        return !Directory.Exists(path) ? [] : Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PoaSidechain.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("PoaSidechain.sln lies in no folder above the tests.");
    }
}
