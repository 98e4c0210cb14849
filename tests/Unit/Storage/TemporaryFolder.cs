using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;

namespace PoaSidechain.Tests.Unit.Storage;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("poa-test-").FullName;

    /// <summary>Options for a small database in a folder below.</summary>
    public StorageOptions Options(string name = "db", bool create = true) => new()
    {
        Directory = System.IO.Path.Combine(Path, name),
        CacheMegabytes = 8,
        WriteBufferMegabytes = 1,
        FileMegabytes = 1,
        CreateIfMissing = create,
    };

    public LevelDbStore Open(string name = "db") => LevelDbStore.Open(Options(name));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
