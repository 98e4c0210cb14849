using System.Runtime.InteropServices;

namespace PoaSidechain.Storage.LevelDb;

/// <summary>The functions of LevelDB's C interface (leveldb/c.h, 1.23) that are used here.</summary>
/// <remarks>
/// Every function that takes <c>char** error</c> leaves it alone on success, or sets it to text that <see cref="Free"/> must get back.
/// </remarks>
internal static unsafe partial class NativeLevelDb
{
    private const string Library = "leveldb";

    static NativeLevelDb() =>
        Primitives.NativeLibraryResolver.Register(typeof(NativeLevelDb).Assembly, new Dictionary<string, (string[], string)>(StringComparer.Ordinal)
        {
            [Library] = (["libleveldb.so.1d", "libleveldb.so.1", "libleveldb.so", "libleveldb.dylib", "leveldb.dll"], "libleveldb1d"),
        });

    [LibraryImport(Library, EntryPoint = "leveldb_major_version")]
    public static partial int MajorVersion();

    [LibraryImport(Library, EntryPoint = "leveldb_minor_version")]
    public static partial int MinorVersion();

    [LibraryImport(Library, EntryPoint = "leveldb_free")]
    public static partial void Free(void* memory);

    [LibraryImport(Library, EntryPoint = "leveldb_options_create")]
    public static partial nint OptionsCreate();

    [LibraryImport(Library, EntryPoint = "leveldb_options_destroy")]
    public static partial void OptionsDestroy(nint options);

    [LibraryImport(Library, EntryPoint = "leveldb_options_set_create_if_missing")]
    public static partial void OptionsSetCreateIfMissing(nint options, byte value);

    [LibraryImport(Library, EntryPoint = "leveldb_options_set_error_if_exists")]
    public static partial void OptionsSetErrorIfExists(nint options, byte value);

    [LibraryImport(Library, EntryPoint = "leveldb_options_set_paranoid_checks")]
    public static partial void OptionsSetParanoidChecks(nint options, byte value);

    [LibraryImport(Library, EntryPoint = "leveldb_options_set_write_buffer_size")]
    public static partial void OptionsSetWriteBufferSize(nint options, nuint bytes);

    [LibraryImport(Library, EntryPoint = "leveldb_options_set_max_open_files")]
    public static partial void OptionsSetMaxOpenFiles(nint options, int count);

    [LibraryImport(Library, EntryPoint = "leveldb_options_set_cache")]
    public static partial void OptionsSetCache(nint options, nint cache);

    [LibraryImport(Library, EntryPoint = "leveldb_options_set_block_size")]
    public static partial void OptionsSetBlockSize(nint options, nuint bytes);

    [LibraryImport(Library, EntryPoint = "leveldb_options_set_max_file_size")]
    public static partial void OptionsSetMaxFileSize(nint options, nuint bytes);

    [LibraryImport(Library, EntryPoint = "leveldb_options_set_compression")]
    public static partial void OptionsSetCompression(nint options, int kind);

    [LibraryImport(Library, EntryPoint = "leveldb_options_set_filter_policy")]
    public static partial void OptionsSetFilterPolicy(nint options, nint policy);

    [LibraryImport(Library, EntryPoint = "leveldb_cache_create_lru")]
    public static partial nint CacheCreateLru(nuint capacity);

    [LibraryImport(Library, EntryPoint = "leveldb_cache_destroy")]
    public static partial void CacheDestroy(nint cache);

    [LibraryImport(Library, EntryPoint = "leveldb_filterpolicy_create_bloom")]
    public static partial nint FilterPolicyCreateBloom(int bitsPerKey);

    [LibraryImport(Library, EntryPoint = "leveldb_filterpolicy_destroy")]
    public static partial void FilterPolicyDestroy(nint policy);

    [LibraryImport(Library, EntryPoint = "leveldb_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Open(nint options, string name, out byte* error);

    [LibraryImport(Library, EntryPoint = "leveldb_close")]
    public static partial void Close(nint db);

    [LibraryImport(Library, EntryPoint = "leveldb_repair_db", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void Repair(nint options, string name, out byte* error);

    [LibraryImport(Library, EntryPoint = "leveldb_destroy_db", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void Destroy(nint options, string name, out byte* error);

    [LibraryImport(Library, EntryPoint = "leveldb_get")]
    public static partial byte* Get(DatabaseHandle db, ReadOptionsHandle options, byte* key, nuint keyLength, nuint* valueLength, byte** error);

    [LibraryImport(Library, EntryPoint = "leveldb_write")]
    public static partial void Write(DatabaseHandle db, nint options, WriteBatchHandle batch, byte** error);

    [LibraryImport(Library, EntryPoint = "leveldb_property_value", StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* PropertyValue(DatabaseHandle db, string name);

    [LibraryImport(Library, EntryPoint = "leveldb_compact_range")]
    public static partial void CompactRange(DatabaseHandle db, byte* start, nuint startLength, byte* limit, nuint limitLength);

    [LibraryImport(Library, EntryPoint = "leveldb_create_snapshot")]
    public static partial nint CreateSnapshot(DatabaseHandle db);

    [LibraryImport(Library, EntryPoint = "leveldb_release_snapshot")]
    public static partial void ReleaseSnapshot(nint db, nint snapshot);

    [LibraryImport(Library, EntryPoint = "leveldb_readoptions_create")]
    public static partial nint ReadOptionsCreate();

    [LibraryImport(Library, EntryPoint = "leveldb_readoptions_destroy")]
    public static partial void ReadOptionsDestroy(nint options);

    [LibraryImport(Library, EntryPoint = "leveldb_readoptions_set_snapshot")]
    public static partial void ReadOptionsSetSnapshot(nint options, nint snapshot);

    [LibraryImport(Library, EntryPoint = "leveldb_readoptions_set_verify_checksums")]
    public static partial void ReadOptionsSetVerifyChecksums(nint options, byte value);

    [LibraryImport(Library, EntryPoint = "leveldb_writeoptions_create")]
    public static partial nint WriteOptionsCreate();

    [LibraryImport(Library, EntryPoint = "leveldb_writeoptions_destroy")]
    public static partial void WriteOptionsDestroy(nint options);

    [LibraryImport(Library, EntryPoint = "leveldb_writeoptions_set_sync")]
    public static partial void WriteOptionsSetSync(nint options, byte value);

    [LibraryImport(Library, EntryPoint = "leveldb_writebatch_create")]
    public static partial nint WriteBatchCreate();

    [LibraryImport(Library, EntryPoint = "leveldb_writebatch_destroy")]
    public static partial void WriteBatchDestroy(nint batch);

    [LibraryImport(Library, EntryPoint = "leveldb_writebatch_clear")]
    public static partial void WriteBatchClear(WriteBatchHandle batch);

    [LibraryImport(Library, EntryPoint = "leveldb_writebatch_put")]
    public static partial void WriteBatchPut(WriteBatchHandle batch, byte* key, nuint keyLength, byte* value, nuint valueLength);

    [LibraryImport(Library, EntryPoint = "leveldb_writebatch_delete")]
    public static partial void WriteBatchDelete(WriteBatchHandle batch, byte* key, nuint keyLength);

    [LibraryImport(Library, EntryPoint = "leveldb_create_iterator")]
    public static partial nint CreateIterator(DatabaseHandle db, ReadOptionsHandle options);

    [LibraryImport(Library, EntryPoint = "leveldb_iter_destroy")]
    public static partial void IteratorDestroy(nint iterator);

    [LibraryImport(Library, EntryPoint = "leveldb_iter_valid")]
    public static partial byte IteratorValid(IteratorHandle iterator);

    [LibraryImport(Library, EntryPoint = "leveldb_iter_seek_to_first")]
    public static partial void IteratorSeekToFirst(IteratorHandle iterator);

    [LibraryImport(Library, EntryPoint = "leveldb_iter_seek_to_last")]
    public static partial void IteratorSeekToLast(IteratorHandle iterator);

    [LibraryImport(Library, EntryPoint = "leveldb_iter_seek")]
    public static partial void IteratorSeek(IteratorHandle iterator, byte* key, nuint keyLength);

    [LibraryImport(Library, EntryPoint = "leveldb_iter_next")]
    public static partial void IteratorNext(IteratorHandle iterator);

    [LibraryImport(Library, EntryPoint = "leveldb_iter_prev")]
    public static partial void IteratorPrevious(IteratorHandle iterator);

    [LibraryImport(Library, EntryPoint = "leveldb_iter_key")]
    public static partial byte* IteratorKey(IteratorHandle iterator, out nuint length);

    [LibraryImport(Library, EntryPoint = "leveldb_iter_value")]
    public static partial byte* IteratorValue(IteratorHandle iterator, out nuint length);

    [LibraryImport(Library, EntryPoint = "leveldb_iter_get_error")]
    public static partial void IteratorGetError(IteratorHandle iterator, out byte* error);

    /// <summary>The text behind an error pointer, which is freed; null when there is none.</summary>
    public static string? TakeText(byte* text)
    {
        if (text is null)
        {
            return null;
        }

        var result = Marshal.PtrToStringUTF8((nint)text);
        Free(text);
        return result;
    }
}
