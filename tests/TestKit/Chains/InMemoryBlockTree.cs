using PoaSidechain.Chain;
using PoaSidechain.Chain.Building;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Tests.TestKit.Chains;

/// <summary>
/// A block tree and importer in memory: links, numbers, bodies and total difficulty are judged as on a real chain, execution and seals are not. The first
/// block seen wins among equals.
/// </summary>
public sealed class InMemoryBlockTree : IBlockTree, IBlockImporter
{
    private readonly Lock _treeLock = new();
    private readonly Dictionary<Hash256, (Block Block, UInt256 TotalDifficulty)> _blocks = [];
    private readonly List<Hash256> _canonical = [];
    private readonly HashSet<Hash256> _bad = [];

    public InMemoryBlockTree(BlockHeader genesis)
    {
        Genesis = genesis;
        _blocks[genesis.Hash] = (new Block(genesis, BlockBody.Empty), genesis.Difficulty);
        _canonical.Add(genesis.Hash);
        Head = genesis;
        HeadTotalDifficulty = genesis.Difficulty;
    }

    public event Action<HeadChange>? HeadChanged;

    /// <summary>Raised after each import, whatever became of the block.</summary>
    public event Action<Block, ImportResult>? Imported;

    public BlockHeader Genesis { get; }

    public BlockHeader Head { get; private set; }

    public UInt256 HeadTotalDifficulty { get; private set; }

    /// <summary>A further rule: what a real importer would find by executing a block or checking its seal.</summary>
    public Func<Block, BlockVerdict> Rule { get; set; } = static _ => BlockVerdict.Valid;

    /// <summary>Awaited before each import: lets a test slow the importer down.</summary>
    public Func<Block, Task> BeforeImport { get; set; } = static _ => Task.CompletedTask;

    public async Task<ImportResult> ImportAsync(Block block, CancellationToken cancellation)
    {
        await BeforeImport(block).WaitAsync(cancellation);
        HeadChange? change = null;
        ImportResult result;
        lock (_treeLock)
        {
            var verdict = Check(block);
            result = verdict.IsValid ? new ImportResult(Add(block, ref change), verdict)
                : _blocks.ContainsKey(block.Hash) ? new ImportResult(ImportOutcome.AlreadyKnown, BlockVerdict.Valid)
                : new ImportResult(ImportOutcome.Refused, verdict);
        }

        if (change is not null)
        {
            HeadChanged?.Invoke(change);
        }

        Imported?.Invoke(block, result);
        return result;
    }

    public Task<ImportResult> ImportSealedAsync(Block block, BuiltBlock built, CancellationToken cancellation) => ImportAsync(block, cancellation);

    /// <summary>Imports blocks that must all be good.</summary>
    public async Task AddAsync(IEnumerable<Block> blocks)
    {
        foreach (var block in blocks)
        {
            var result = await ImportAsync(block, CancellationToken.None);
            if (result.Outcome == ImportOutcome.Refused)
            {
                throw new InvalidOperationException($"Block {block.Header} was refused: {result.Verdict}");
            }
        }
    }

    public BlockHeader? FindHeader(in Hash256 hash) => Find(hash)?.Block.Header;

    public BlockHeader? FindHeader(ulong number) => FindHash(number) is { } hash ? FindHeader(hash) : null;

    public Hash256? FindHash(ulong number)
    {
        lock (_treeLock)
        {
            return number < (ulong)_canonical.Count ? _canonical[(int)number] : null;
        }
    }

    public BlockBody? FindBody(in Hash256 hash) => Find(hash)?.Block.Body;

    public ReadOnlyMemory<byte>? FindBodyRlp(in Hash256 hash)
    {
        if (FindBody(hash) is not { } body)
        {
            return null;
        }

        using var writer = new RlpWriter();
        body.Encode(writer);
        return writer.ToArray();
    }

    /// <summary>One receipt a transaction, as if each had cost 21,000 gas and logged nothing.</summary>
    public Receipt[]? FindReceipts(in Hash256 hash) =>
        FindBody(hash)?.Transactions
            .Select((transaction, i) => new Receipt { Type = transaction.Type, Succeeded = true, CumulativeGasUsed = 21_000 * ((ulong)i + 1), Logs = [] })
            .ToArray();

    public UInt256? FindTotalDifficulty(in Hash256 hash) => Find(hash)?.TotalDifficulty;

    public bool IsKnownBad(in Hash256 hash)
    {
        lock (_treeLock)
        {
            return _bad.Contains(hash);
        }
    }

    private (Block Block, UInt256 TotalDifficulty)? Find(in Hash256 hash)
    {
        lock (_treeLock)
        {
            return _blocks.TryGetValue(hash, out var found) ? found : null;
        }
    }

    private BlockVerdict Check(Block block)
    {
        if (_blocks.ContainsKey(block.Hash))
        {
            return BlockVerdict.Invalid(BlockError.InvalidNumber, "known");
        }

        if (_bad.Contains(block.Header.ParentHash) || _bad.Contains(block.Hash))
        {
            _bad.Add(block.Hash);
            return BlockVerdict.Invalid(BlockError.InvalidAncestor);
        }

        if (!_blocks.TryGetValue(block.Header.ParentHash, out var parent))
        {
            return BlockVerdict.Invalid(BlockError.UnknownParent);
        }

        var verdict = block.Number != parent.Block.Number + 1 ? BlockVerdict.Invalid(BlockError.InvalidNumber)
            : BodyRules.TransactionsRoot(block.Transactions) != block.Header.TransactionsRoot ? BlockVerdict.Invalid(BlockError.InvalidTransactionsRoot)
            : Rule(block);
        if (!verdict.IsValid && !verdict.Error.IsTransient())
        {
            _bad.Add(block.Hash);
        }

        return verdict;
    }

    private ImportOutcome Add(Block block, ref HeadChange? change)
    {
        var totalDifficulty = _blocks[block.Header.ParentHash].TotalDifficulty + block.Header.Difficulty;
        _blocks[block.Hash] = (block, totalDifficulty);
        if (totalDifficulty <= HeadTotalDifficulty)
        {
            return ImportOutcome.SideBranch;
        }

        change = MoveHead(block);
        Head = block.Header;
        HeadTotalDifficulty = totalDifficulty;
        return ImportOutcome.BecameHead;
    }

    private HeadChange MoveHead(Block block)
    {
        var added = new List<Block>();
        var current = block;
        while (current.Number >= (ulong)_canonical.Count || _canonical[(int)current.Number] != current.Hash)
        {
            added.Insert(0, current);
            current = _blocks[current.Header.ParentHash].Block;
        }

        var firstRemoved = (int)current.Number + 1;
        var removed = _canonical.Skip(firstRemoved).Reverse().Select(hash => _blocks[hash].Block).ToList();
        _canonical.RemoveRange(firstRemoved, _canonical.Count - firstRemoved);
        _canonical.AddRange(added.Select(newcomer => newcomer.Hash));
        return new HeadChange(removed, added);
    }
}
