using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>The files that a suite is run on.</summary>
public static class Fixtures
{
    /// <summary>The suite's own files, or those of a folder, an archive or a single file that was named.</summary>
    /// <remarks>
    /// Of a named source all files that end in .json are taken when the suite knows its files by their content; else those whose paths look like
    /// the suite's, and if none does, all that end in .json.
    /// </remarks>
    public static IEnumerable<VectorFile> Of(ISuite suite, string? source)
    {
        if (source is null)
        {
            return suite.Defaults.SelectMany(set => set.Read());
        }

        var prefix = Directory.Exists(source) ? Path.GetFullPath(source).Replace('\\', '/').TrimEnd('/') + "/" : "";
        return Matching(suite, source, prefix);
    }

    private static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".json.gz", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<VectorFile> Matching(ISuite suite, string source, string prefix)
    {
        var any = false;
        if (!suite.KnowsItsFiles)
        {
            foreach (var file in VectorFiles.Read(source, path => suite.Defaults.Any(set => set.Matches(prefix + path))))
            {
                any = true;
                yield return file;
            }
        }

        if (any)
        {
            yield break;
        }

        foreach (var file in VectorFiles.Read(source, IsJson))
        {
            yield return file;
        }
    }
}
