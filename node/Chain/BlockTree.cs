using PoaSidechain.Chain.Store;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Chain;

/// <summary>The block tree over the database, with the newest things in memory.</summary>
/// <remarks>Thread: any for reading; <see cref="Publish"/> by the importer alone.</remarks>
public sealed class BlockTree : IBlockTree
{
    private const int HeaderCacheSize = 4096;
    private const int BodyCacheSize = 256;

    private readonly ChainStore _store;
    private readonly LruCache<Hash256, BlockHeader> _headers = new(HeaderCacheSize);
    private readonly LruCache<Hash256, BlockBody> _bodies = new(BodyCacheSize);
    private readonly LruCache<Hash256, Receipt[]> _receipts = new(BodyCacheSize);
    private volatile ChainHead _current;
    private volatile bool _hasBadBlocks; // most chains never see one: then nothing need be looked up
    private ulong _highestStored;        // of any branch; a block above it is new without being looked up

    /// <summary>Opens the tree on a head that was found to be whole.</summary>
    public BlockTree(ChainStore store, BlockHeader genesis, ChainHead head)
    {
        _store = store;
        _current = head;
        _hasBadBlocks = store.HasBadBlocks();
        _highestStored = store.FindHighestNumber(head.Header.Number);
        Genesis = genesis;
    }

    /// <inheritdoc/>
    public event Action<HeadChange>? HeadChanged;

    /// <inheritdoc/>
    public BlockHeader Genesis { get; }

    /// <summary>The head with its total difficulty and state, which belong together.</summary>
    public ChainHead Current => _current;

    /// <inheritdoc/>
    public BlockHeader Head => _current.Header;

    /// <inheritdoc/>
    public UInt256 HeadTotalDifficulty => _current.TotalDifficulty;

    /// <inheritdoc/>
    public BlockHeader? FindHeader(in Hash256 hash)
    {
        if (_headers.TryGet(hash, out var header))
        {
            return header;
        }

        if (_store.ReadNumber(hash) is not { } number || _store.ReadHeader(number, hash) is not { } stored)
        {
            return null;
        }

        _headers.Set(hash, stored);
        return stored;
    }

    /// <inheritdoc/>
    public BlockHeader? FindHeader(ulong number) => FindHash(number) is { } hash ? FindHeader(hash) : null;

    /// <inheritdoc/>
    public Hash256? FindHash(ulong number)
    {
        var head = Head;
        return number > head.Number ? null : number == head.Number ? head.Hash : _store.ReadCanonicalHash(number);
    }

    /// <inheritdoc/>
    public BlockBody? FindBody(in Hash256 hash)
    {
        if (_bodies.TryGet(hash, out var body))
        {
            return body;
        }

        if (NumberOf(hash) is not { } number || _store.ReadBody(number, hash) is not { } stored)
        {
            return null;
        }

        _bodies.Set(hash, stored);
        return stored;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? FindBodyRlp(in Hash256 hash)
    {
        if (!_bodies.TryGet(hash, out var body))
        {
            return NumberOf(hash) is { } number && _store.ReadBodyRlp(number, hash) is { } stored ? stored : null;
        }

        using var writer = new RlpWriter(4096);
        body.Encode(writer);
        return writer.ToArray();
    }

    /// <summary>A whole block of any branch.</summary>
    public Block? FindBlock(in Hash256 hash) =>
        FindHeader(hash) is { } header && FindBody(hash) is { } body ? new Block(header, body) : null;

    /// <inheritdoc/>
    public Receipt[]? FindReceipts(in Hash256 hash)
    {
        if (_receipts.TryGet(hash, out var receipts))
        {
            return receipts;
        }

        if (NumberOf(hash) is not { } number || _store.ReadReceipts(number, hash) is not { } stored)
        {
            return null;
        }

        _receipts.Set(hash, stored);
        return stored;
    }

    /// <inheritdoc/>
    public UInt256? FindTotalDifficulty(in Hash256 hash)
    {
        var current = _current;
        return hash == current.Header.Hash ? current.TotalDifficulty
            : NumberOf(hash) is { } number ? _store.ReadTotalDifficulty(number, hash)
            : null;
    }

    /// <summary>Where a transaction stands in the canonical chain.</summary>
    public (BlockHeader Header, int Index)? FindTransaction(in Hash256 hash) =>
        _store.ReadTransactionLookup(hash) is { } place && FindHeader(place.BlockNumber) is { } header ? (header, place.Index) : null;

    /// <inheritdoc/>
    public bool IsKnownBad(in Hash256 hash) => _hasBadBlocks && _store.ReadBadBlock(hash) is not null;

    /// <summary>True when the block is stored, on whatever branch.</summary>
    public bool IsStored(BlockHeader header) => header.Number <= Volatile.Read(ref _highestStored) && FindHeader(header.Hash) is not null;

    /// <summary>True when a block is on the canonical chain.</summary>
    public bool IsCanonical(BlockHeader header) => FindHash(header.Number) == header.Hash;

    /// <summary>Canonical blocks in a range that may have a log of an address or topic; rising numbers (see <see cref="LogIndex"/>).</summary>
    public IEnumerable<ulong> FindLogBlocks(byte kind, ReadOnlyMemory<byte> value, ulong first, ulong last) =>
        LogIndex.Find(_store.Database, kind, value, first, last);

    /// <summary>Remembers a block that was just stored.</summary>
    internal void Cache(Block block)
    {
        Volatile.Write(ref _highestStored, Math.Max(_highestStored, block.Number));
        _headers.Set(block.Hash, block.Header);
        _bodies.Set(block.Hash, block.Body);
    }

    /// <summary>From now on there are bad blocks to look up. Before they are written; thread: importer loop.</summary>
    internal void ExpectBadBlocks() => _hasBadBlocks = true;

    /// <summary>Makes a stored block the head and tells everybody. Thread: importer loop.</summary>
    internal void Publish(ChainHead head, HeadChange change, IReadOnlyList<ProcessedBlock> processed)
    {
        foreach (var block in processed)
        {
            Cache(block.Block);
            _receipts.Set(block.Block.Hash, block.Receipts);
        }

        _current = head;
        HeadChanged?.Invoke(change);
    }

    private ulong? NumberOf(in Hash256 hash) => _headers.TryGet(hash, out var header) ? header.Number : _store.ReadNumber(hash);
}
