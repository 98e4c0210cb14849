using System.Formats.Tar;
using System.IO.Compression;

namespace PoaSidechain.Tests.TestKit;

/// <summary>Streams files out of a .tar.gz archive, a folder or a single file.</summary>
public static class VectorFiles
{
    /// <summary>The files of an archive (ending in .tar.gz or .tgz), a folder (whole, in name order) or the file itself.</summary>
    /// <param name="source">Path of the archive, folder or file.</param>
    /// <param name="accepts">Which paths to unpack; null for all.</param>
    public static IEnumerable<VectorFile> Read(string source, Func<string, bool>? accepts = null)
    {
        var files = Directory.Exists(source) ? ReadFolder(source, accepts)
            : IsArchive(source) ? ReadArchive(source, accepts)
            : ReadSingle(source, accepts);
        return files.Select(file => file with { Source = source });
    }

    /// <summary>True when the name is that of a packed archive.</summary>
    public static bool IsArchive(string source) =>
        source.EndsWith(".tar.gz", StringComparison.Ordinal) || source.EndsWith(".tgz", StringComparison.Ordinal);

    private static IEnumerable<VectorFile> ReadArchive(string source, Func<string, bool>? accepts)
    {
        using var packed = File.OpenRead(source);
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new TarReader(unpacked);
        while (reader.GetNextEntry() is { } entry)
        {
            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.DataStream is { } data && accepts?.Invoke(path) != false)
            {
                yield return Load(path, data);
            }
        }
    }

    private static IEnumerable<VectorFile> ReadFolder(string source, Func<string, bool>? accepts)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(source, file).Replace('\\', '/');
            if (accepts?.Invoke(path) != false)
            {
                using var data = File.OpenRead(file);
                yield return Load(path, data);
            }
        }
    }

    private static IEnumerable<VectorFile> ReadSingle(string source, Func<string, bool>? accepts)
    {
        var path = Path.GetFileName(source);
        if (accepts?.Invoke(path) != false)
        {
            using var data = File.OpenRead(source);
            yield return Load(path, data);
        }
    }

    private static VectorFile Load(string path, Stream data)
    {
        using var content = new MemoryStream();
        if (path.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var unpacked = new GZipStream(data, CompressionMode.Decompress);
            unpacked.CopyTo(content);
        }
        else
        {
            data.CopyTo(content);
        }

        return new VectorFile(path, content.ToArray());
    }
}
