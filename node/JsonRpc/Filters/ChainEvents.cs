using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Filters;

/// <summary>Takes events off the importer's and the pool's hands at once, and hands them to listeners on a loop of its own.</summary>
/// <remarks>Bounded: when listeners fall hopelessly behind, events are dropped and the listeners are told so. Thread: any.</remarks>
internal sealed partial class ChainEvents : IAsyncDisposable
{
    private const int Capacity = 4096;

    private readonly Channel<ChainEvent> _events = Channel.CreateBounded<ChainEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly SemaphoreSlim _ended = new(0);
    private readonly BlockTree _tree;
    private readonly ITransactionPool _pool;
    private readonly IReadOnlyList<IChainListener> _listeners;
    private readonly ILogger _logger;
    private int _hasGap;

    /// <summary>Begins to listen.</summary>
    public ChainEvents(BlockTree tree, ITransactionPool pool, IReadOnlyList<IChainListener> listeners, ILogger<ChainEvents> logger)
    {
        _tree = tree;
        _pool = pool;
        _listeners = listeners;
        _logger = logger;
        _tree.HeadChanged += OnHeadChanged;
        _pool.Pending += OnPending;
        _ = RunAsync(); // DisposeAsync waits for its end
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _tree.HeadChanged -= OnHeadChanged;
        _pool.Pending -= OnPending;
        _events.Writer.TryComplete();
        await _ended.WaitAsync();
        _ended.Dispose();
    }

    private void OnHeadChanged(HeadChange change) => Enqueue(new ChainEvent(change, null));

    private void OnPending(IReadOnlyList<Transaction> transactions) => Enqueue(new ChainEvent(null, transactions));

    private void Enqueue(ChainEvent happened)
    {
        if (!_events.Writer.TryWrite(happened))
        {
            Interlocked.Exchange(ref _hasGap, 1);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var happened in _events.Reader.ReadAllAsync())
            {
                var hasGap = Interlocked.Exchange(ref _hasGap, 0) == 1;
                foreach (var listener in _listeners)
                {
                    Tell(listener, happened, hasGap);
                }
            }
        }
        finally
        {
            _ended.Release();
        }
    }

    private void Tell(IChainListener listener, ChainEvent happened, bool hasGap)
    {
        try
        {
            if (hasGap)
            {
                listener.OnGap();
            }

            if (happened.Head is { } change)
            {
                listener.OnHeadChanged(change);
            }

            if (happened.Pending is { } transactions)
            {
                listener.OnPending(transactions);
            }
        }
        catch (Exception fault)
        {
            // A fault of ours or of the disk in one feed: the others go on, the feed's clients begin anew.
            Log.ListenerFailed(_logger, fault);
            listener.OnGap();
        }
    }

    private readonly record struct ChainEvent(HeadChange? Head, IReadOnlyList<Transaction>? Pending);

    private static partial class Log
    {
        [LoggerMessage(7040, LogLevel.Error, "Notifications could not be made")]
        public static partial void ListenerFailed(ILogger logger, Exception fault);
    }
}
