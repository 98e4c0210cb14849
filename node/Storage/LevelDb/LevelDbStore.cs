namespace PoaSidechain.Storage.LevelDb;

/// <summary>A store on disk.</summary>
/// <remarks>Thread: any. One process at a time has the folder.</remarks>
public sealed class LevelDbStore : IKeyValueStore
{
    private const string CurrentFile = "CURRENT";
    private readonly DB _db;
    private readonly string _path;
    private volatile bool _hasBufferedWrites;

    private LevelDbStore(DB db, string path)
    {
        _db = db;
        _path = path;
    }

    /// <summary>Is told of every write; null where nobody measures.</summary>
    public StorageMetrics? Metrics { get; set; }

    /// <summary>Opens the database, or makes it if the folder holds no data and the options allow it.</summary>
    public static LevelDbStore Open(StorageOptions options)
    {
        var path = options.Directory;
        var isInitialised = File.Exists(Path.Combine(path, CurrentFile));
        if (!isInitialised && HasData(path))
        {
            throw new StorageException(
                StorageError.Corrupt,
                $"The folder {path} holds parts of a database but no file {CurrentFile}. Restore a copy, or try: {StorageErrors.RepairCommand}.");
        }

        if (!isInitialised && options.CreateIfMissing)
        {
            CreateFolder(path);
        }

        return new LevelDbStore(new DB(ToNative(options, options.CreateIfMissing && !isInitialised), path), path);
    }

    /// <summary>Saves what can be saved of a database that does not open. Entries may be lost: check the state afterwards.</summary>
    public static void Repair(StorageOptions options) => DB.Repair(ToNative(options, create: false), options.Directory);

    /// <inheritdoc/>
    public byte[]? Get(ReadOnlySpan<byte> key) => _db.Get(key);

    /// <inheritdoc/>
    public int Read(ReadOnlySpan<byte> key, Span<byte> destination) => _db.Read(key, destination);

    /// <inheritdoc/>
    public IKeyValueCursor Seek(ReadOnlySpan<byte> start) => new LevelDbCursor(_db.CreateIterator(), start);

    /// <inheritdoc/>
    public IWriteBatch CreateBatch() => new LevelDbBatch();

    /// <inheritdoc/>
    public void Write(IWriteBatch batch, bool durable)
    {
        if (!durable)
        {
            _hasBufferedWrites = true;
        }
        else if (_hasBufferedWrites)
        {
            _hasBufferedWrites = false;
            FlushLogs();
        }

        var began = TimeProvider.System.GetTimestamp();
        _db.Write(((LevelDbBatch)batch).Changes, durable);
        Metrics?.Written(TimeProvider.System.GetElapsedTime(began), durable);
    }

    /// <inheritdoc/>
    public IKeyValueSnapshot CreateSnapshot() => new LevelDbSnapshot(_db, _db.CreateSnapshot());

    /// <summary>LevelDB's own account of its files and compactions.</summary>
    public string Statistics => _db.PropertyValue("leveldb.stats") ?? string.Empty;

    /// <summary>Sorts all files together: slow, and smaller and faster afterwards.</summary>
    public void Compact() => _db.CompactRange();

    /// <inheritdoc/>
    public void Dispose() => _db.Dispose();

    /// <summary>
    /// LevelDB syncs only the log it is writing. Writes before may lie in the log before that, which a power failure could take while the
    /// later one stays: so all logs are synced first.
    /// </summary>
    private void FlushLogs()
    {
        foreach (var file in Directory.EnumerateFiles(_path, "*.log"))
        {
            try
            {
                using var log = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                RandomAccess.FlushToDisk(log);
            }
            catch (FileNotFoundException)
            {
                continue; // became a table, which LevelDB syncs itself, while we looked
            }
            catch (IOException e)
            {
                throw StorageErrors.Translate($"IO error: {file}: {e.Message}", _path);
            }
        }
    }

    private static Options ToNative(StorageOptions options, bool create) => new()
    {
        CreateIfMissing = create,
        CacheSize = options.CacheBytes,
        WriteBufferSize = options.WriteBufferBytes,
        MaxFileSize = options.FileBytes,
        MaxOpenFiles = options.MaxOpenFiles,
        BloomBitsPerKey = options.BloomBitsPerKey,
    };

    /// <summary>True when files are there that LevelDB would bury by starting anew. A folder whose making was cut short has none.</summary>
    private static bool HasData(string path) =>
        Directory.Exists(path) && new DirectoryInfo(path).EnumerateFiles().Any(static file =>
            file.Extension is ".ldb" or ".sst" || (file.Extension == ".log" && file.Length > 0));

    private static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageError.Io, $"The folder {path} cannot be made: {e.Message}", e);
        }
    }
}
