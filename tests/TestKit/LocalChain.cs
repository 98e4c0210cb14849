using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Building;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Chain.Store;
using PoaSidechain.Clique;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Storage;

namespace PoaSidechain.Tests.TestKit;

/// <summary>A whole chain in one process: real engine, importer, pool and builder over a store, with a clock that the test moves.</summary>
public sealed class LocalChain : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TestMeters _meters = new();
    private readonly FutureBlocks _futureBlocks;
    private readonly Task _importing;

    public LocalChain(GenesisFile genesis, IKeyValueStore? database = null, StateOptions? stateOptions = null, PoolOptions? poolOptions = null)
    {
        Genesis = genesis;
        Database = database ?? new MemoryStore();
        Clock = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds((long)genesis.Timestamp));
        States = StateStore.Open(Database, stateOptions ?? new StateOptions());
        if (!States.IsInitialised)
        {
            ChainDatabase.Initialise(Database, States, genesis, "{}"u8);
        }

        Tree = ChainDatabase.Open(Database, States);
        Engine = new CliqueEngine(genesis.Spec, new SnapshotStore(Database));
        Pin = new CheckpointPin(Database);
        Proposals = new ProposalStore(Database);
        Metrics = new ChainMetrics(_meters);
        Import = new BlockImport(genesis.Spec, Engine, Tree, new ChainStore(Database), States, Pin, Clock);
        _futureBlocks = new FutureBlocks(Clock);
        Importer = new BlockImporter(Import, _futureBlocks, Metrics, Clock, NullLogger<BlockImporter>.Instance);
        Pool = new TransactionPool(genesis.Spec, poolOptions ?? new PoolOptions(), new PoolJournal(Database), Tree.Current, Clock);
        Tree.HeadChanged += change => Pool.OnHeadChanged(change, Tree.Current);
        Builder = new BlockBuilder(genesis.Spec, Engine, Tree, Pool, new BuildOptions { GasLimit = genesis.GasLimit }, Clock);
        Preparation = new SealPreparation(Engine, Proposals, Builder, [], new Random(1));
        _importing = Importer.RunAsync(_stopping.Token);
    }

    public GenesisFile Genesis { get; }

    /// <summary>The importer's loop; fails when it does.</summary>
    public Task Importing => _importing;

    public IKeyValueStore Database { get; }

    public ManualTimeProvider Clock { get; }

    public StateStore States { get; }

    public BlockTree Tree { get; }

    public CliqueEngine Engine { get; }

    public CheckpointPin Pin { get; }

    public ProposalStore Proposals { get; }

    public ChainMetrics Metrics { get; }

    public BlockImport Import { get; }

    public BlockImporter Importer { get; }

    public TransactionPool Pool { get; }

    public BlockBuilder Builder { get; }

    public SealPreparation Preparation { get; }

    /// <summary>Builds, seals and imports the next block, moving the clock to its slot if it is not there yet.</summary>
    public async Task<Block> SealAsync(PrivateKey signer)
    {
        var head = Tree.Head;
        var timestamp = head.Timestamp + Genesis.Spec.Clique!.PeriodSeconds;
        MoveClockTo(timestamp);
        var built = BuildFor(signer, Math.Max(timestamp, (ulong)Clock.GetUtcNow().ToUnixTimeSeconds()));
        var block = SealBlock(built, signer);
        var result = await Importer.ImportSealedAsync(block, built, CancellationToken.None);
        return result.Outcome == ImportOutcome.BecameHead
            ? block
            : throw new InvalidOperationException($"Block {block.Number} of {signer.Address}: {result.Outcome} {result.Verdict}");
    }

    /// <summary>Seals the next block by whoever of these is in turn.</summary>
    public Task<Block> SealInTurnAsync(IEnumerable<PrivateKey> signers)
    {
        var snapshot = Engine.GetSnapshot(Tree.Head, Tree)!;
        return SealAsync(signers.Single(key => snapshot.IsInTurn(Tree.Head.Number + 1, key.Address)));
    }

    /// <summary>An unsealed block on the head.</summary>
    public BuiltBlock BuildFor(PrivateKey signer, ulong timestamp)
    {
        var snapshot = Engine.GetSnapshot(Tree.Head, Tree)!;
        var slot = new SealingSlot(timestamp, snapshot.IsInTurn(Tree.Head.Number + 1, signer.Address), Clock.GetUtcNow());
        return Preparation.Build(Tree.Head, snapshot, signer.Address, slot, fillTime: null, CancellationToken.None);
    }

    /// <summary>The sealed block.</summary>
    public static Block SealBlock(BuiltBlock built, PrivateKey signer) =>
        new(CliqueHeader.WithSeal(built.Header, signer.Sign(CliqueHeader.SealHash(built.Header))), built.Body);

    /// <summary>Imports a foreign block; its time is made the clock's if that is behind.</summary>
    public Task<ImportResult> ImportAsync(Block block)
    {
        MoveClockTo(block.Header.Timestamp);
        return Importer.ImportAsync(block, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _importing;
        _futureBlocks.Dispose();
        _meters.Dispose();
        _stopping.Dispose();
    }

    private void MoveClockTo(ulong timestamp)
    {
        var ahead = DateTimeOffset.FromUnixTimeSeconds((long)timestamp) - Clock.GetUtcNow();
        if (ahead > TimeSpan.Zero)
        {
            Clock.Advance(ahead);
        }
    }
}
