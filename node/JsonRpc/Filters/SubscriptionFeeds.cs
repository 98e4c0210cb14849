using System.Text.Json;
using PoaSidechain.Chain;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Network.Sync;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Filters;

/// <summary>eth_subscribe: new heads, logs (taken back when their block leaves the chain), pending transactions, syncing.</summary>
/// <remarks>Thread: the loop of <see cref="ChainEvents"/>; subscribing on any.</remarks>
internal sealed class SubscriptionFeeds(BlockTree tree, Func<SyncStatus?> syncStatus) : IChainListener
{
    private readonly SubscriberSet<bool> _heads = new();
    private readonly SubscriberSet<LogFilter> _logs = new();
    private readonly SubscriberSet<bool> _pending = new();
    private readonly SubscriberSet<bool> _syncing = new();
    private bool _wasSyncing;

    /// <summary>A header for each block that joins the canonical chain, those of a reorganisation one after another.</summary>
    public IDisposable NewHeads(RpcSubscription subscription) => _heads.Add(subscription, true);

    /// <summary>Wanted logs of such blocks, and before them, with removed set, those of the blocks that left.</summary>
    public IDisposable Logs(RpcSubscription subscription, LogFilter filter) => _logs.Add(subscription, filter);

    /// <summary>Hashes of transactions that became pending, or the transactions themselves.</summary>
    public IDisposable PendingTransactions(RpcSubscription subscription, bool whole) => _pending.Add(subscription, whole);

    /// <summary>That syncing began or ended; its state now comes first.</summary>
    public IDisposable Syncing(RpcSubscription subscription)
    {
        var added = _syncing.Add(subscription, true);
        if (syncStatus() is { } status)
        {
            subscription.Notify(SyncingJson(status));
        }

        return added;
    }

    /// <inheritdoc/>
    public void OnHeadChanged(HeadChange change)
    {
        TellHeads(change);
        TellLogs(change);
        TellSyncing();
    }

    /// <inheritdoc/>
    public void OnPending(IReadOnlyList<Transaction> transactions)
    {
        var subscribers = _pending.All;
        if (subscribers.IsEmpty)
        {
            return;
        }

        foreach (var transaction in transactions)
        {
            ReadOnlyMemory<byte>? hash = null;
            ReadOnlyMemory<byte>? whole = null;
            foreach (var (subscription, wantsWhole) in subscribers)
            {
                subscription.Notify(wantsWhole
                    ? whole ??= JsonBytes.Of(writer => TransactionJson.Write(writer, transaction, place: null))
                    : hash ??= JsonBytes.Of(writer => writer.WriteHash(transaction.Hash)));
            }
        }
    }

    /// <inheritdoc/>
    public void OnGap()
    {
        foreach (var (subscription, _) in _heads.All)
        {
            subscription.Break();
        }

        foreach (var (subscription, _) in _logs.All)
        {
            subscription.Break();
        }
    }

    private void TellHeads(HeadChange change)
    {
        var subscribers = _heads.All;
        if (subscribers.IsEmpty)
        {
            return;
        }

        foreach (var block in change.Added)
        {
            var json = JsonBytes.Of(writer =>
            {
                writer.WriteStartObject();
                BlockJson.WriteFields(writer, block.Header, isPending: false);
                writer.WriteEndObject();
            });
            foreach (var (subscription, _) in subscribers)
            {
                subscription.Notify(json);
            }
        }
    }

    private void TellLogs(HeadChange change)
    {
        var subscribers = _logs.All;
        if (subscribers.IsEmpty)
        {
            return;
        }

        foreach (var log in LogsOf(change, tree))
        {
            ReadOnlyMemory<byte>? json = null;
            foreach (var (subscription, filter) in subscribers)
            {
                if (filter.Matches(log.Log))
                {
                    subscription.Notify(json ??= JsonBytes.Of(writer => ReceiptJson.WriteLog(writer, log)));
                }
            }
        }
    }

    /// <summary>All logs of a change of head: first those that were taken back, then the new ones.</summary>
    internal static IEnumerable<LogPlace> LogsOf(HeadChange change, BlockTree tree) =>
        change.Removed.Reverse().SelectMany(block => LogsOf(block, tree, isRemoved: true))
            .Concat(change.Added.SelectMany(block => LogsOf(block, tree, isRemoved: false)));

    private static IEnumerable<LogPlace> LogsOf(Block block, BlockTree tree, bool isRemoved) =>
        LogSearch.LogsOf(block.Header, block.Transactions, tree.FindReceipts(block.Hash) ?? [], LogFilter.All, isRemoved);

    private void TellSyncing()
    {
        var status = syncStatus();
        if (status is not null == _wasSyncing)
        {
            return;
        }

        _wasSyncing = status is not null;
        var json = status is null ? "false"u8.ToArray() : SyncingJson(status);
        foreach (var (subscription, _) in _syncing.All)
        {
            subscription.Notify(json);
        }
    }

    private static ReadOnlyMemory<byte> SyncingJson(SyncStatus status) => JsonBytes.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("syncing"u8, true);
        writer.WritePropertyName("status"u8);
        WriteStatus(writer, status);
        writer.WriteEndObject();
    });

    /// <summary>How far syncing has come, as eth_syncing has it.</summary>
    internal static void WriteStatus(Utf8JsonWriter writer, SyncStatus status)
    {
        writer.WriteStartObject();
        writer.WriteQuantity("startingBlock"u8, status.StartingBlock);
        writer.WriteQuantity("currentBlock"u8, status.CurrentBlock);
        writer.WriteQuantity("highestBlock"u8, status.HighestBlock);
        writer.WriteEndObject();
    }
}
