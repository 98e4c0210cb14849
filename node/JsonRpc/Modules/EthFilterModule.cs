using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Filters;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>eth_getLogs, polled filters, subscriptions.</summary>
internal sealed class EthFilterModule(LogSearch search, PollFilterStore filters, SubscriptionFeeds feeds, RpcMethodOptions options) : IRpcModule
{
    private static readonly ResultWriter<IReadOnlyList<LogPlace>> Logs = Result.List<LogPlace>(ReceiptJson.WriteLog);

    private static readonly ResultWriter<PollFilter> Changes = (writer, changes) =>
    {
        writer.WriteStartArray();
        foreach (var hash in changes.Blocks)
        {
            writer.WriteHash(hash);
        }

        foreach (var transaction in changes.Transactions)
        {
            if (changes.WantsWhole)
            {
                TransactionJson.Write(writer, transaction, place: null);
            }
            else
            {
                writer.WriteHash(transaction.Hash);
            }
        }

        foreach (var log in changes.Logs)
        {
            ReceiptJson.WriteLog(writer, log);
        }

        writer.WriteEndArray();
    };

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        var wanted = new LogFilterReader(options.MaxLogAlternatives).Parameter;
        registry.Add("eth_getLogs", wanted, Arg.Cancellation, Logs, search.Find).Heavy();
        registry.Add("eth_newFilter", wanted, Result.Text, NewLogFilter);
        registry.Add("eth_newBlockFilter", Result.Text, () => filters.Add(new PollFilter(PollFilterKind.Blocks, null, wantsWhole: false)));
        registry.Add("eth_newPendingTransactionFilter", Arg.Bool.Or(false), Result.Text, NewPendingFilter);
        registry.Add("eth_getFilterChanges", Arg.Text, Changes, filters.TakeChanges);
        registry.Add("eth_getFilterLogs", Arg.Text, Arg.Cancellation, Logs, GetFilterLogs).Heavy();
        registry.Add("eth_uninstallFilter", Arg.Text, Result.Bool, id => filters.Remove(id));

        registry.AddSubscription("eth", "newHeads", feeds.NewHeads);
        registry.AddSubscription("eth", "syncing", feeds.Syncing);
        registry.AddSubscription("eth", "logs", wanted.Or(LogFilter.All), filter => (Func<RpcSubscription, IDisposable>)(subscription => feeds.Logs(subscription, filter)));
        registry.AddSubscription("eth", "newPendingTransactions", Arg.Bool.Or(false), whole =>
            (Func<RpcSubscription, IDisposable>)(subscription => feeds.PendingTransactions(subscription, whole)));
    }

    private RpcResult<string> NewLogFilter(LogFilter wanted) => filters.Add(new PollFilter(PollFilterKind.Logs, wanted, wantsWhole: false));

    private RpcResult<string> NewPendingFilter(bool wantsWhole) => filters.Add(new PollFilter(PollFilterKind.PendingTransactions, null, wantsWhole));

    private RpcResult<IReadOnlyList<LogPlace>> GetFilterLogs(string id, CancellationToken cancellation) =>
        filters.LogFilterOf(id).TryGet(out var filter, out var error) ? search.Find(filter, cancellation) : error;
}
