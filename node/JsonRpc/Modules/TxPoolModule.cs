using System.Globalization;
using System.Text.Json;
using PoaSidechain.Chain.Pool;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>txpool_*: what waits for a block, and what waits for an earlier nonce.</summary>
internal sealed class TxPoolModule(ITransactionPool pool) : IRpcModule
{
    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("txpool_status", Result.Written, GetStatus);
        registry.Add("txpool_content", Result.Written, () => Both(WriteTransaction)).Heavy();
        registry.Add("txpool_contentFrom", Arg.Address, Result.Written, GetContentFrom);
        registry.Add("txpool_inspect", Result.Written, () => Both((writer, transaction) => writer.WriteStringValue(Summary(transaction)))).Heavy();
    }

    private RpcResult<Action<Utf8JsonWriter>> GetStatus()
    {
        var (pending, queued) = pool.Count;
        return (Action<Utf8JsonWriter>)(writer =>
        {
            writer.WriteStartObject();
            writer.WriteQuantity("pending"u8, (ulong)pending);
            writer.WriteQuantity("queued"u8, (ulong)queued);
            writer.WriteEndObject();
        });
    }

    private RpcResult<Action<Utf8JsonWriter>> GetContentFrom(Address sender)
    {
        var pending = pool.GetPending().GetValueOrDefault(sender, []);
        var queued = pool.GetQueued().GetValueOrDefault(sender, []);
        return (Action<Utf8JsonWriter>)(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("pending"u8);
            WriteByNonce(writer, pending, WriteTransaction);
            writer.WritePropertyName("queued"u8);
            WriteByNonce(writer, queued, WriteTransaction);
            writer.WriteEndObject();
        });
    }

    private RpcResult<Action<Utf8JsonWriter>> Both(Action<Utf8JsonWriter, Transaction> write)
    {
        var pending = pool.GetPending();
        var queued = pool.GetQueued();
        return (Action<Utf8JsonWriter>)(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("pending"u8);
            WriteBySender(writer, pending, write);
            writer.WritePropertyName("queued"u8);
            WriteBySender(writer, queued, write);
            writer.WriteEndObject();
        });
    }

    private static void WriteBySender(
        Utf8JsonWriter writer, IReadOnlyDictionary<Address, IReadOnlyList<Transaction>> senders, Action<Utf8JsonWriter, Transaction> write)
    {
        writer.WriteStartObject();
        foreach (var (sender, transactions) in senders.OrderBy(entry => entry.Key))
        {
            writer.WritePropertyName(sender.ToChecksumString());
            WriteByNonce(writer, transactions, write);
        }

        writer.WriteEndObject();
    }

    private static void WriteByNonce(Utf8JsonWriter writer, IReadOnlyList<Transaction> transactions, Action<Utf8JsonWriter, Transaction> write)
    {
        writer.WriteStartObject();
        foreach (var transaction in transactions)
        {
            writer.WritePropertyName(transaction.Nonce.ToString(CultureInfo.InvariantCulture));
            write(writer, transaction);
        }

        writer.WriteEndObject();
    }

    private static void WriteTransaction(Utf8JsonWriter writer, Transaction transaction) => TransactionJson.Write(writer, transaction, place: null);

    private static string Summary(Transaction transaction) =>
        $"{(transaction.To is { } to ? to.ToChecksumString() : "contract creation")}: {transaction.Value} wei + {transaction.GasLimit} gas × {transaction.MaxFeePerGas} wei";
}
