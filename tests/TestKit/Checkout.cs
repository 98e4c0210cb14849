namespace PoaSidechain.Tests.TestKit;

/// <summary>The checkout that the tests were built from.</summary>
public static class Checkout
{
    /// <summary>The folder of PoaSidechain.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Path of something in the checkout.</summary>
    public static string PathOf(params string[] relative) => Path.Combine([Root, .. relative]);

    /// <summary>A native program that bridge-contracts/setup installs from npm (anvil, cast, forge); null when it is not there.</summary>
    public static string? FoundryProgram(string name)
    {
        var modules = PathOf("bridge-contracts", "node_modules", "@foundry-rs");
        return !Directory.Exists(modules) ? null : Directory.EnumerateDirectories(modules, name + "-*")
            .Select(folder => Path.Combine(folder, "bin", name))
            .FirstOrDefault(File.Exists);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PoaSidechain.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("PoaSidechain.sln lies in no folder above the tests.");
    }
}
