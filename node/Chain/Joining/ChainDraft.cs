using System.Buffers.Binary;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Chain.Store;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;
using PoaSidechain.Storage;

namespace PoaSidechain.Chain.Joining;

/// <summary>A chain that is downloaded with its state instead of being executed, until it is whole and takes the place of genesis.</summary>
/// <remarks>
/// Headers and state are in a database of their own, so that nothing the node runs on is touched before the end, and a node that gives up
/// simply starts from genesis. Bodies and receipts go where they belong at once: without an entry that leads to their blocks nobody finds
/// them. All of it survives a kill. Thread: headers, blocks and state each by one task at a time.
/// </remarks>
public sealed class ChainDraft : IHeaderSource, IDisposable
{
    private readonly IKeyValueStore _database;
    private readonly ChainStore _headers;
    private readonly ChainJoin _join;
    private readonly Lock _chainLock = new();
    private volatile BlockHeader _tip;

    internal ChainDraft(IKeyValueStore database, ChainJoin join)
    {
        _database = database;
        _join = join;
        _headers = new ChainStore(database);
        State = StateStore.Open(database, join.StateOptions);
        _tip = _headers.ReadHead() is { } hash && _headers.ReadNumber(hash) is { } number && _headers.ReadHeader(number, hash) is { } tip
            ? tip
            : join.Tree.Genesis;
    }

    /// <summary>The state in the making.</summary>
    public StateStore State { get; }

    /// <summary>The last header that was verified; genesis before the first.</summary>
    public BlockHeader Tip => _tip;

    /// <summary>Blocks up to this one have their bodies and receipts.</summary>
    public ulong FilledTo => _database.Get(Schema.BlocksFilled) is { } stored ? BinaryPrimitives.ReadUInt64BigEndian(stored) : 0;

    /// <summary>A verified header by its height.</summary>
    public BlockHeader? FindHeader(ulong number) =>
        number == 0 ? _join.Tree.Genesis
        : number <= _tip.Number && _headers.ReadCanonicalHash(number) is { } hash ? _headers.ReadHeader(number, hash)
        : null;

    /// <inheritdoc/>
    public BlockHeader? FindHeader(in Hash256 hash) =>
        _headers.ReadNumber(hash) is { } number ? _headers.ReadHeader(number, hash) : _join.Tree.FindHeader(hash);

    /// <summary>Verifies headers that follow one of ours and takes them over, in place of those that followed it before, as far as they are good.</summary>
    /// <returns>The verdict on the first that is not, with that header.</returns>
    public (BlockHeader Header, BlockVerdict Verdict)? Append(BlockHeader parent, IReadOnlyList<BlockHeader> headers)
    {
        _join.Verifier.Recover(headers);
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        using var batch = _database.CreateBatch();
        var known = new Dictionary<Hash256, BlockHeader>();
        var source = new BatchSource(known, this);
        var difficulty = TotalDifficultyOf(parent);
        (BlockHeader, BlockVerdict)? refused = null;
        foreach (var header in headers)
        {
            var verdict = _join.Verifier.Verify(header, parent, source);
            if (!verdict.IsValid)
            {
                refused = (header, verdict);
                break;
            }

            difficulty += header.Difficulty;
            known[header.Hash] = header;
            ChainStore.PutHeader(batch, header, difficulty);
            batch.Put(Schema.Canonical(key, header.Number), header.Hash.Bytes);
            parent = header;
        }

        lock (_chainLock)
        {
            var left = headers.FirstOrDefault(header => header.Number <= FilledTo && FindHeader(header.Number)?.Hash != header.Hash);
            MoveTip(batch, parent, filledTo: left is null ? FilledTo : Math.Min(FilledTo, left.Number - 1));
        }

        return refused;
    }

    /// <summary>Total difficulty of a verified header.</summary>
    public UInt256 TotalDifficultyOf(BlockHeader header) =>
        header.Number == 0 ? header.Difficulty : _headers.ReadTotalDifficulty(header.Number, header.Hash)!.Value;

    /// <summary>Goes back to a lower header, because the chain took another way from there. What follows is written over.</summary>
    public void CutTo(ulong number)
    {
        var header = FindHeader(number) ?? throw new InvalidOperationException($"There is no header {number}.");
        using var batch = _database.CreateBatch();
        lock (_chainLock)
        {
            MoveTip(batch, header, Math.Min(FilledTo, number));
        }
    }

    /// <summary>
    /// Stores bodies and receipts that were checked against the headers: those after <see cref="FilledTo"/>, in order. They do not count when
    /// the chain took another way meanwhile.
    /// </summary>
    public void Fill(IReadOnlyList<(Block Block, Receipt[] Receipts)> blocks)
    {
        using (var batch = _join.Database.CreateBatch())
        {
            foreach (var (block, receipts) in blocks)
            {
                ChainStore.PutBody(batch, block);
                ChainStore.PutReceipts(batch, block.Number, block.Hash, receipts);
            }

            _join.Database.Write(batch, durable: true); // before it is noted, in another database, that they are there
        }

        lock (_chainLock)
        {
            if (blocks[0].Block.Number == FilledTo + 1 && FindHeader(blocks[^1].Block.Number)?.Hash == blocks[^1].Block.Hash)
            {
                using var note = _database.CreateBatch();
                PutFilled(note, blocks[^1].Block.Number);
                _database.Write(note, durable: false);
            }
        }
    }

    /// <summary>A block that was filled.</summary>
    public Block GetBlock(BlockHeader header) =>
        new(header, new ChainStore(_join.Database).ReadBody(header.Number, header.Hash)
            ?? throw new InvalidOperationException($"Block {header.Number} has no body yet."));

    /// <summary>Takes the chain up to a block, whose state the draft must be, as the node's own. Thread: importer loop.</summary>
    /// <returns>The change, or null when the node has a chain already.</returns>
    internal HeadChange? Install(BlockHeader pivot)
    {
        if (_join.Tree.Head.Number > 0)
        {
            return null;
        }

        using (var flush = _database.CreateBatch())
        {
            _database.Write(flush, durable: true);
        }

        ChainInstall.Run(_database, _join.Database, pivot.Number, pivot.Hash, _join.StateOptions);
        _join.States.Reload();
        var change = new HeadChange([], [GetBlock(pivot)]);
        _join.Tree.Cache(change.Head);
        _join.Tree.Publish(new ChainHead(pivot, TotalDifficultyOf(pivot), _join.States.Head), change, []);
        return change;
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private void MoveTip(IWriteBatch batch, BlockHeader tip, ulong filledTo)
    {
        ChainStore.PutHead(batch, tip.Hash);
        if (filledTo != FilledTo)
        {
            PutFilled(batch, filledTo);
        }

        _database.Write(batch, durable: false);
        _tip = tip;
    }

    private static void PutFilled(IWriteBatch batch, ulong number)
    {
        Span<byte> value = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(value, number);
        batch.Put(Schema.BlocksFilled, value);
    }

    private sealed class BatchSource(Dictionary<Hash256, BlockHeader> known, IHeaderSource rest) : IHeaderSource
    {
        public BlockHeader? FindHeader(in Hash256 hash) => known.TryGetValue(hash, out var header) ? header : rest.FindHeader(hash);
    }
}
