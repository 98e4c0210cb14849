using System.Text.Json;

namespace PoaSidechain.Tests.TestKit;

/// <summary>Finds the test data of other projects: archives of vectors, and the folder of facts beside them.</summary>
/// <remarks>
/// The folder of the archives is the environment variable POA_VECTORS, or the first <c>shared/vectors</c> found walking up from the
/// program or the working directory; <c>spec</c> stands beside it.
/// </remarks>
public static class Vectors
{
    /// <summary>The folder of the archives, or null.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>The folder of facts and observed outcomes, or null.</summary>
    public static string? SpecRoot { get; } = FindSpecRoot();

    /// <summary>Path of an archive; throws <see cref="VectorsMissingException"/> when it is not here.</summary>
    public static string Archive(string name)
    {
        if (Root is null)
        {
            throw new VectorsMissingException("No test vectors: set POA_VECTORS to the folder of the archives.");
        }

        var path = Path.Combine(Root, name);
        return File.Exists(path) ? path : throw new VectorsMissingException($"No test vectors: {path} does not exist.");
    }

    /// <summary>Path of a file of facts; throws <see cref="VectorsMissingException"/> when it is not here.</summary>
    public static string Spec(string name)
    {
        var path = SpecRoot is null ? null : Path.Combine(SpecRoot, name);
        return File.Exists(path) || Directory.Exists(path)
            ? path
            : throw new VectorsMissingException($"No test vectors: spec/{name} was not found beside the archives.");
    }

    /// <summary>The files of an archive whose paths start with a prefix.</summary>
    public static IEnumerable<VectorFile> Read(string archive, string prefix) =>
        VectorFiles.Read(Archive(archive), path => path.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>One file of an archive as JSON.</summary>
    public static JsonElement Json(string archive, string path)
    {
        var file = Read(archive, path).FirstOrDefault() ?? throw new VectorsMissingException($"No test vectors: {archive} has no {path}.");
        using var document = file.Json();
        return document.RootElement.Clone();
    }

    /// <summary>A file of facts as JSON.</summary>
    public static JsonElement SpecJson(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Spec(name)));
        return document.RootElement.Clone();
    }

    private static string? FindRoot()
    {
        var configured = Environment.GetEnvironmentVariable("POA_VECTORS");
        return !string.IsNullOrEmpty(configured)
            ? Directory.Exists(configured) ? configured : null
            : Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory);
    }

    private static string? FindSpecRoot()
    {
        var beside = Root is null ? null : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Root))!, "spec");
        return Directory.Exists(beside) ? beside : null;
    }

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "vectors");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
