using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PoaSidechain.Chain.Building;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain;

/// <summary>The single writer of the chain: takes blocks from a bounded queue and lets <see cref="BlockImport"/> decide on each.</summary>
/// <remarks>
/// One loop. While more blocks wait in the queue, writes are left to the operating system's cache; the last of a run is written durably. A killed process
/// loses nothing either way; a machine that loses power goes back a few blocks, to a consistent head, because each block is one batch.
/// </remarks>
public sealed partial class BlockImporter(BlockImport import, FutureBlocks futureBlocks, ChainMetrics metrics, TimeProvider time, ILogger<BlockImporter> logger)
    : IBlockImporter
{
    private const int QueueCapacity = 128;

    private readonly Channel<ImportRequest> _queue = Channel.CreateBounded<ImportRequest>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true });

    private readonly ConcurrentDictionary<ImportRequest, Block> _waiting = new(ReferenceEqualityComparer.Instance);

    /// <summary>Blocks that wait.</summary>
    public int QueueLength => _queue.Reader.Count;

    /// <summary>What stopped the importer for good, a fault of this program or machine; null while all is well.</summary>
    public Exception? Fault { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<BlockHeader> Waiting => _waiting.Values.Select(static block => block.Header);

    /// <inheritdoc/>
    public Task<ImportResult> ImportAsync(Block block, CancellationToken cancellation) => EnqueueAsync(block, null, cancellation);

    /// <inheritdoc/>
    public Task<ImportResult> ImportSealedAsync(Block block, BuiltBlock built, CancellationToken cancellation) =>
        EnqueueAsync(block, built, cancellation);

    /// <summary>Goes back to a block of the chain: debug_setHead.</summary>
    public async Task<ImportResult> SetHeadAsync(Block block, CancellationToken cancellation)
    {
        var request = new ImportRequest(block, null, new(TaskCreationOptions.RunContinuationsAsynchronously)) { SetsHead = true };
        await _queue.Writer.WriteAsync(request, cancellation);
        return await request.Done.Task.WaitAsync(cancellation);
    }

    /// <summary>Takes a chain that was downloaded with the state of one of its blocks in place of genesis.</summary>
    /// <returns>Refused as already known when the node has left genesis meanwhile.</returns>
    public async Task<ImportResult> JoinAsync(Joining.ChainDraft draft, Block pivot, CancellationToken cancellation)
    {
        var request = new ImportRequest(pivot, null, new(TaskCreationOptions.RunContinuationsAsynchronously)) { Joins = draft };
        await _queue.Writer.WriteAsync(request, cancellation);
        return await request.Done.Task.WaitAsync(cancellation);
    }

    /// <summary>Takes blocks until cancelled; a fault ends it, and everything that waits learns of it.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        futureBlocks.Ready += OnFutureBlockReady;
        try
        {
            await foreach (var request in _queue.Reader.ReadAllAsync(stopping))
            {
                var result = Import(request);
                _waiting.TryRemove(request, out _);
                request.Done.SetResult(result);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // the node stops
        }
        catch (Exception fault)
        {
            // Our bug or the machine's fault (disk): going on could only make it worse. Health turns red, reading goes on.
            Fault = fault;
            Log.Stopped(logger, fault);
            throw;
        }
        finally
        {
            futureBlocks.Ready -= OnFutureBlockReady;
            _queue.Writer.TryComplete(Fault);
            while (_queue.Reader.TryRead(out var waiting))
            {
                waiting.Done.TrySetCanceled(CancellationToken.None);
            }
        }
    }

    private async Task<ImportResult> EnqueueAsync(Block block, BuiltBlock? built, CancellationToken cancellation)
    {
        var request = new ImportRequest(block, built, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiting[request] = block;
        try
        {
            await _queue.Writer.WriteAsync(request, cancellation);
        }
        catch
        {
            _waiting.TryRemove(request, out _);
            throw;
        }

        return await request.Done.Task.WaitAsync(cancellation);
    }

    private ImportResult Import(ImportRequest request)
    {
        var began = time.GetTimestamp();
        var isLast = !_queue.Reader.TryPeek(out _);
        var (result, change) = request.Joins is { } draft ? Join(draft, request.Block)
            : request.SetsHead ? import.SetHead(request.Block)
            : import.Import(request.Block, request.Built, durable: isLast);
        var elapsed = time.GetElapsedTime(began);
        metrics.Imported(request.Block, result, change, elapsed);
        Report(request, result, change, elapsed);
        if (result.Verdict.Error == BlockError.FutureBlock)
        {
            futureBlocks.Keep(request.Block);
        }

        return result;
    }

    private static (ImportResult Result, HeadChange? Change) Join(Joining.ChainDraft draft, Block pivot)
    {
        var change = draft.Install(pivot.Header);
        return (new ImportResult(change is null ? ImportOutcome.AlreadyKnown : ImportOutcome.BecameHead, BlockVerdict.Valid), change);
    }

    private void Report(ImportRequest request, ImportResult result, HeadChange? change, TimeSpan elapsed)
    {
        var block = request.Block;
        if (change is { Removed.Count: > 0 })
        {
            Log.Reorganised(logger, change.Removed.Count, change.Added.Count, change.Removed[0].Hash, block.Hash);
        }

        switch (result.Outcome)
        {
            case ImportOutcome.BecameHead when request.Built is null: // who built the block has a line of its own for it
                Log.Imported(logger, block.Number, block.Hash, block.Transactions.Length, block.Header.GasUsed, elapsed.TotalMilliseconds, block.Header.Difficulty.ToString());
                break;
            case ImportOutcome.SideBranch:
                Log.SideBranch(logger, block.Number, block.Hash);
                break;
            case ImportOutcome.Refused when !result.Verdict.Error.IsTransient():
                Log.Refused(logger, block.Number, block.Hash, result.Verdict.ToString());
                break;
            default:
                break;
        }
    }

    private void OnFutureBlockReady(Block block) =>
        _queue.Writer.TryWrite(new ImportRequest(block, null, new(TaskCreationOptions.RunContinuationsAsynchronously)));

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Information,
            "Imported block number={Number} hash={Hash} txs={Transactions} gas={GasUsed} elapsed={Milliseconds:F1}ms difficulty={Difficulty}")]
        public static partial void Imported(
            ILogger logger, ulong number, Primitives.Hash256 hash, int transactions, ulong gasUsed, double milliseconds, string difficulty);

        [LoggerMessage(4002, LogLevel.Debug, "Stored block on a side branch number={Number} hash={Hash}")]
        public static partial void SideBranch(ILogger logger, ulong number, Primitives.Hash256 hash);

        [LoggerMessage(4003, LogLevel.Warning, "Refused block number={Number} hash={Hash} reason={Reason}")]
        public static partial void Refused(ILogger logger, ulong number, Primitives.Hash256 hash, string reason);

        [LoggerMessage(4004, LogLevel.Warning, "Reorganised chain removed={Removed} added={Added} from={From} to={To}")]
        public static partial void Reorganised(ILogger logger, int removed, int added, Primitives.Hash256 from, Primitives.Hash256 to);

        [LoggerMessage(4005, LogLevel.Critical, "Importing stopped; the chain stays as it is")]
        public static partial void Stopped(ILogger logger, Exception fault);
    }
}
