using System.Diagnostics.CodeAnalysis;
using System.Formats.Tar;
using System.IO.Compression;

namespace PoaSidechain.Tests.TestKit;

/// <summary>Streams files out of an archive (.tar.gz, .tgz, .tar, .zip), a folder or a single file.</summary>
public static class VectorFiles
{
    private static readonly string[] ArchiveEndings = [".tar.gz", ".tgz", ".tar", ".zip"];

    /// <summary>The files of an archive, a folder (whole, in name order, archives in it opened) or the file itself.</summary>
    /// <param name="source">Path of the archive, folder or file.</param>
    /// <param name="accepts">Which paths to unpack; null for all.</param>
    public static IEnumerable<VectorFile> Read(string source, Func<string, bool>? accepts = null)
    {
        var files = Directory.Exists(source) ? ReadFolder(source, accepts)
            : IsZip(source) ? ReadZip(source, accepts)
            : IsArchive(source) ? ReadTar(source, accepts)
            : ReadSingle(source, accepts);
        return files.Select(file => file with { Source = source });
    }

    /// <summary>True when the name is that of a packed archive.</summary>
    public static bool IsArchive(string source) => ArchiveEndings.Any(ending => source.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static bool IsZip(string source) => source.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The reader disposes the stream that it reads.")]
    private static IEnumerable<VectorFile> ReadTar(string source, Func<string, bool>? accepts)
    {
        using var file = File.OpenRead(source);
        var isPlain = source.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);
        using var reader = new TarReader(isPlain ? file : new GZipStream(file, CompressionMode.Decompress));
        while (reader.GetNextEntry() is { } entry)
        {
            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.DataStream is { } data && accepts?.Invoke(path) != false)
            {
                yield return Load(path, data);
            }
        }
    }

    private static IEnumerable<VectorFile> ReadZip(string source, Func<string, bool>? accepts)
    {
        using var archive = ZipFile.OpenRead(source);
        foreach (var entry in archive.Entries.Where(entry => entry.Name.Length > 0 && accepts?.Invoke(entry.FullName) != false))
        {
            using var data = entry.Open();
            yield return Load(entry.FullName, data);
        }
    }

    private static IEnumerable<VectorFile> ReadFolder(string source, Func<string, bool>? accepts)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(source, file).Replace('\\', '/');
            if (IsArchive(file))
            {
                foreach (var inner in Read(file, name => accepts?.Invoke($"{path}/{name}") != false))
                {
                    yield return inner with { Path = $"{path}/{inner.Path}" };
                }
            }
            else if (accepts?.Invoke(path) != false)
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
