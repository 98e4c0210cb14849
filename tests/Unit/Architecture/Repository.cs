using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Unit.Architecture;

/// <summary>The files of the checkout that people wrote.</summary>
internal static class Repository
{
    private static readonly string[] ProductionFolders = ["node", "checkpointer", "ops"];

    /// <summary>C# files of a top-level folder that people wrote, relative to the root.</summary>
    public static IEnumerable<string> SourcesOf(string folder) => Files(folder, "*.cs");

    public static IEnumerable<string> ProductionSources() => ProductionFolders.SelectMany(SourcesOf);

    /// <summary>All project files, relative to the root.</summary>
    public static IEnumerable<string> Projects() => ProductionFolders.Append("tests").SelectMany(folder => Files(folder, "*.csproj"));

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    public static string PathOf(string relative) => Checkout.PathOf(relative);

    private static IEnumerable<string> Files(string folder, string pattern)
    {
        var path = PathOf(folder);
        return !Directory.Exists(path) ? [] : Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal);
    }
}
