using System.Text.Json;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Blocks;

/// <summary>Writes receipts and logs as geth does.</summary>
internal static class ReceiptJson
{
    /// <summary>A receipt.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="block">The block.</param>
    /// <param name="receipts">All receipts of the block.</param>
    /// <param name="index">Which one.</param>
    /// <param name="firstLog">Number of logs in the block before it.</param>
    public static void Write(Utf8JsonWriter writer, Block block, Receipt[] receipts, int index, int firstLog)
    {
        var receipt = receipts[index];
        var transaction = block.Transactions[index];
        var place = new TransactionPlace(block.Header, index);
        var before = index == 0 ? 0 : receipts[index - 1].CumulativeGasUsed;
        _ = transaction.TryGetSender(out var sender);
        writer.WriteStartObject();
        writer.WriteHash("blockHash"u8, block.Hash);
        writer.WriteQuantity("blockNumber"u8, block.Number);
        writer.WriteHash("transactionHash"u8, transaction.Hash);
        writer.WriteQuantity("transactionIndex"u8, (ulong)index);
        writer.WriteAddress("from"u8, sender);
        writer.WriteAddress("to"u8, transaction.To);
        writer.WriteQuantity("gasUsed"u8, receipt.CumulativeGasUsed - before);
        writer.WriteQuantity("cumulativeGasUsed"u8, receipt.CumulativeGasUsed);
        writer.WriteAddress("contractAddress"u8, transaction.IsCreation ? ContractAddress.Of(sender, transaction.Nonce) : null);
        writer.WriteStartArray("logs"u8);
        for (var i = 0; i < receipt.Logs.Length; i++)
        {
            WriteLog(writer, new LogPlace(receipt.Logs[i], place, transaction.Hash, firstLog + i, IsRemoved: false));
        }

        writer.WriteEndArray();
        writer.WriteData("logsBloom"u8, receipt.Bloom.Bytes);
        writer.WriteQuantity("type"u8, (ulong)receipt.Type);
        writer.WriteQuantity("effectiveGasPrice"u8, transaction.EffectiveGasPrice(block.Header.BaseFeePerGas.GetValueOrDefault()));
        if (receipt.PostState is { } root)
        {
            writer.WriteHash("root"u8, root);
        }
        else
        {
            writer.WriteQuantity("status"u8, receipt.Succeeded ? 1UL : 0UL);
        }

        writer.WriteEndObject();
    }

    /// <summary>All receipts of a block.</summary>
    public static void WriteAll(Utf8JsonWriter writer, Block block, Receipt[] receipts)
    {
        writer.WriteStartArray();
        var firstLog = 0;
        for (var i = 0; i < receipts.Length; i++)
        {
            Write(writer, block, receipts, i, firstLog);
            firstLog += receipts[i].Logs.Length;
        }

        writer.WriteEndArray();
    }

    /// <summary>A log.</summary>
    public static void WriteLog(Utf8JsonWriter writer, LogPlace log)
    {
        writer.WriteStartObject();
        writer.WriteAddress("address"u8, log.Log.Address);
        writer.WriteStartArray("topics"u8);
        foreach (ref readonly var topic in log.Log.Topics.Span)
        {
            writer.WriteHash(topic);
        }

        writer.WriteEndArray();
        writer.WriteData("data"u8, log.Log.Data.Span);
        writer.WriteQuantity("blockNumber"u8, log.Place.Header.Number);
        writer.WriteHash("transactionHash"u8, log.TransactionHash);
        writer.WriteQuantity("transactionIndex"u8, (ulong)log.Place.Index);
        writer.WriteHash("blockHash"u8, log.Place.Header.Hash);
        writer.WriteQuantity("blockTimestamp"u8, log.Place.Header.Timestamp);
        writer.WriteQuantity("logIndex"u8, (ulong)log.Index);
        writer.WriteBoolean("removed"u8, log.IsRemoved);
        writer.WriteEndObject();
    }
}
