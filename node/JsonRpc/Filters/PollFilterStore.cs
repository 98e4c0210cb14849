using System.Security.Cryptography;
using PoaSidechain.Chain;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Filters;

/// <summary>The filters of eth_newFilter and its kin. One that is not asked for a while, or lets too much pile up, is dropped.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class PollFilterStore(BlockTree tree, RpcMethodOptions options, TimeProvider time) : IChainListener
{
    private readonly Lock _filtersLock = new();
    private readonly Dictionary<string, PollFilter> _filters = new(StringComparer.Ordinal);

    private static RpcError NotFound { get; } = RpcError.Refused("filter not found");

    /// <summary>Adds a filter; its id, which nobody can guess.</summary>
    public RpcResult<string> Add(PollFilter filter)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        var id = Hex.Quantity(UInt256.FromBigEndian(bytes));
        filter.AskedAt = time.GetTimestamp();
        lock (_filtersLock)
        {
            DropExpired();
            if (_filters.Count >= options.MaxFilters)
            {
                return RpcError.Refused("too many filters");
            }

            _filters.Add(id, filter);
        }

        return id;
    }

    /// <summary>Removes a filter; false when there is none with this id.</summary>
    public bool Remove(string id)
    {
        lock (_filtersLock)
        {
            return _filters.Remove(id);
        }
    }

    /// <summary>What has come for a filter since it was last asked.</summary>
    public RpcResult<PollFilter> TakeChanges(string id)
    {
        lock (_filtersLock)
        {
            DropExpired();
            if (!_filters.TryGetValue(id, out var filter))
            {
                return NotFound;
            }

            filter.AskedAt = time.GetTimestamp();
            return filter.TakeChanges();
        }
    }

    /// <summary>The logs that a filter is about.</summary>
    public RpcResult<LogFilter> LogFilterOf(string id)
    {
        lock (_filtersLock)
        {
            return _filters.TryGetValue(id, out var filter) && filter.LogFilter is { } logs ? logs : NotFound;
        }
    }

    /// <inheritdoc/>
    public void OnHeadChanged(HeadChange change)
    {
        lock (_filtersLock)
        {
            DropExpired();
            foreach (var filter in _filters.Values)
            {
                if (filter.Kind == PollFilterKind.Blocks)
                {
                    filter.Blocks.AddRange(change.Added.Select(block => block.Hash));
                }
                else if (filter.LogFilter is { } wanted)
                {
                    filter.Logs.AddRange(SubscriptionFeeds.LogsOf(change, tree).Where(log => wanted.Matches(log.Log)));
                }
            }
        }
    }

    /// <inheritdoc/>
    public void OnPending(IReadOnlyList<Transaction> transactions)
    {
        lock (_filtersLock)
        {
            foreach (var filter in _filters.Values)
            {
                if (filter.Kind == PollFilterKind.PendingTransactions)
                {
                    filter.Transactions.AddRange(transactions);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void OnGap()
    {
        lock (_filtersLock)
        {
            _filters.Clear();
        }
    }

    private void DropExpired()
    {
        foreach (var (id, filter) in _filters)
        {
            if (time.GetElapsedTime(filter.AskedAt) > options.FilterTimeout || filter.Count > options.MaxFilterChanges)
            {
                _filters.Remove(id); // a dictionary allows this while it is walked over
            }
        }
    }
}
