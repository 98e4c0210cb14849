using System.ComponentModel.DataAnnotations;

namespace PoaSidechain.Storage;

/// <summary>Where the database is and how much memory it may use.</summary>
public sealed class StorageOptions
{
    private const long Mebibyte = 1 << 20;

    /// <summary>Folder of the database; belongs to it alone.</summary>
    [Required]
    public required string Directory { get; init; }

    /// <summary>Cache of blocks read from files, in MiB.</summary>
    [Range(8, 1 << 16)]
    public int CacheMegabytes { get; init; } = 256;

    /// <summary>
    /// Changes gathered in memory (and in the log) before they become a sorted file, in MiB; up to two of these are in memory.
    /// </summary>
    [Range(1, 4096)]
    public int WriteBufferMegabytes { get; init; } = 64;

    /// <summary>Size of a sorted file, in MiB.</summary>
    [Range(1, 1024)]
    public int FileMegabytes { get; init; } = 16;

    /// <summary>Files held open.</summary>
    [Range(64, 1 << 16)]
    public int MaxOpenFiles { get; init; } = 1000;

    /// <summary>Bits of bloom filter for each key; 10 make one miss in a hundred read a block in vain. 0 for none.</summary>
    [Range(0, 32)]
    public int BloomBitsPerKey { get; init; } = 10;

    /// <summary>True to make a database in an empty or absent folder; a folder that holds one is never made anew.</summary>
    public bool CreateIfMissing { get; init; } = true;

    internal nuint CacheBytes => (nuint)(CacheMegabytes * Mebibyte);

    internal nuint WriteBufferBytes => (nuint)(WriteBufferMegabytes * Mebibyte);

    internal nuint FileBytes => (nuint)(FileMegabytes * Mebibyte);
}
