using System.Text.Json;

namespace PoaSidechain.Tests.TestKit;

/// <summary>One file out of a folder or archive of test data.</summary>
/// <param name="Path">Path inside the archive or folder, with slashes.</param>
/// <param name="Content">The bytes; a file that ends in .gz is unpacked already.</param>
public sealed record VectorFile(string Path, byte[] Content)
{
    /// <summary>The archive or folder it came from, or the file itself.</summary>
    public string Source { get; init; } = "";

    /// <summary>The file's folder inside the source, with a slash at the end; empty at the top.</summary>
    public string Folder => Path[..(Path.LastIndexOf('/') + 1)];

    /// <summary>The file's name without its folder.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The files in the same folder, or in one above it, whose names are accepted: what a fixture of several files needs.</summary>
    public IEnumerable<VectorFile> Neighbours(Func<string, bool> accepts, int levelsUp = 0)
    {
        if (File.Exists(Source) && !VectorFiles.IsArchive(Source))
        {
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Source))!;
            return VectorFiles.Read(System.IO.Path.Combine([folder, .. Enumerable.Repeat("..", levelsUp)]), path => !path.Contains('/') && accepts(path));
        }

        var steps = Folder.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var prefix = string.Concat(steps.SkipLast(levelsUp).Select(step => step + "/"));
        return VectorFiles.Read(Source, path => path.StartsWith(prefix, StringComparison.Ordinal) && !path[prefix.Length..].Contains('/') && accepts(path[prefix.Length..]));
    }

    /// <summary>The content as JSON.</summary>
    public JsonDocument Json() => JsonDocument.Parse(Content, new JsonDocumentOptions { MaxDepth = 512 });

    public override string ToString() => Path;
}
