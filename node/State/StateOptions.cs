using System.ComponentModel.DataAnnotations;

namespace PoaSidechain.State;

/// <summary>How much of the past to keep, and how much memory for the present.</summary>
public sealed class StateOptions
{
    private const long Mebibyte = 1 << 20;

    /// <summary>Number of newest blocks that can be undone and whose states can be read. Deeper reorganisations are refused.</summary>
    [Range(16, 1 << 20)]
    public int HistoryBlocks { get; init; } = 128;

    /// <summary>True to keep the states of all blocks from now on.</summary>
    public bool Archive { get; init; }

    /// <summary>
    /// Furthest block behind the head, in an archive, for which proofs are made: their cost grows with all that changed since.
    /// </summary>
    [Range(16, int.MaxValue)]
    public int MaxProofDepth { get; init; } = 8192;

    /// <summary>Cache of accounts and slots, in MiB; 0 for none.</summary>
    [Range(0, 1 << 14)]
    public int FlatCacheMegabytes { get; init; } = 64;

    /// <summary>Cache of trie nodes, in MiB; 0 for none.</summary>
    [Range(0, 1 << 14)]
    public int NodeCacheMegabytes { get; init; } = 192;

    /// <summary>Number of contract codes kept with their jump tables.</summary>
    [Range(1, 1 << 20)]
    public int CachedCodes { get; init; } = 2048;

    internal long FlatCacheBytes => FlatCacheMegabytes * Mebibyte;

    internal long NodeCacheBytes => NodeCacheMegabytes * Mebibyte;
}
