namespace PoaSidechain.Storage.LevelDb;

/// <summary>How to open a LevelDB; named as in LevelDB.Standard.</summary>
public sealed class Options
{
    /// <summary>True to make a database where there is none.</summary>
    public bool CreateIfMissing { get; init; }

    /// <summary>True to refuse an existing database.</summary>
    public bool ErrorIfExists { get; init; }

    /// <summary>True to stop at the first damaged byte; without it a damaged log opens with a hole in it.</summary>
    public bool ParanoidChecks { get; init; } = true;

    /// <summary>Bytes gathered in memory before they become a sorted file.</summary>
    public nuint WriteBufferSize { get; init; } = 64 << 20;

    /// <summary>Bytes of the cache of uncompressed blocks.</summary>
    public nuint CacheSize { get; init; } = 256 << 20;

    /// <summary>Bytes of a sorted file.</summary>
    public nuint MaxFileSize { get; init; } = 16 << 20;

    /// <summary>Bytes of a block, the unit of reading.</summary>
    public nuint BlockSize { get; init; } = 4 << 10;

    /// <summary>Files held open.</summary>
    public int MaxOpenFiles { get; init; } = 1000;

    /// <summary>Bits of bloom filter for each key; 0 for none.</summary>
    public int BloomBitsPerKey { get; init; } = 10;

    /// <summary>True to compress blocks with Snappy. Hashes and tries do not shrink.</summary>
    public bool Compression { get; init; }

    /// <summary>The native options with a cache and a filter, all of which the caller owns.</summary>
    internal nint ToNative(out nint cache, out nint filter)
    {
        var native = NativeLevelDb.OptionsCreate();
        cache = NativeLevelDb.CacheCreateLru(CacheSize);
        filter = BloomBitsPerKey > 0 ? NativeLevelDb.FilterPolicyCreateBloom(BloomBitsPerKey) : 0;
        NativeLevelDb.OptionsSetCreateIfMissing(native, CreateIfMissing ? (byte)1 : (byte)0);
        NativeLevelDb.OptionsSetErrorIfExists(native, ErrorIfExists ? (byte)1 : (byte)0);
        NativeLevelDb.OptionsSetParanoidChecks(native, ParanoidChecks ? (byte)1 : (byte)0);
        NativeLevelDb.OptionsSetWriteBufferSize(native, WriteBufferSize);
        NativeLevelDb.OptionsSetMaxFileSize(native, MaxFileSize);
        NativeLevelDb.OptionsSetBlockSize(native, BlockSize);
        NativeLevelDb.OptionsSetMaxOpenFiles(native, MaxOpenFiles);
        NativeLevelDb.OptionsSetCompression(native, Compression ? 1 : 0);
        NativeLevelDb.OptionsSetCache(native, cache);
        NativeLevelDb.OptionsSetFilterPolicy(native, filter);
        return native;
    }
}
