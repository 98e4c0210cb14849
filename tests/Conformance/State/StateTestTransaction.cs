using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>The transaction of a state test's case: decoded from its bytes where the fixture has them, else put together from the fields.</summary>
internal static class StateTestTransaction
{
    public static Transaction Build(JsonElement test, JsonElement post)
    {
        if (post.TryGetProperty("txbytes", out var encoded))
        {
            return Transaction.Decode(encoded.Bytes());
        }

        var fields = test.GetProperty("transaction");
        var indexes = post.GetProperty("indexes");
        var dataIndex = indexes.GetProperty("data").GetInt32();
        var to = fields.GetProperty("to").GetString();
        var gasLimit = fields.GetProperty("gasLimit")[indexes.GetProperty("gas").GetInt32()].Quantity();
        if (!gasLimit.FitsUInt64)
        {
            throw new FormatException("The gas limit does not fit 64 bits.");
        }

        var transaction = new Transaction
        {
            Nonce = (ulong)fields.Quantity("nonce"),
            GasPrice = fields.OptionalQuantity("gasPrice").GetValueOrDefault(),
            GasLimit = gasLimit.Low64,
            To = string.IsNullOrEmpty(to) ? null : Address.Parse(to),
            Value = fields.GetProperty("value")[indexes.GetProperty("value").GetInt32()].Quantity(),
            Data = fields.GetProperty("data")[dataIndex].Bytes(),
        };
        return WithType(transaction, fields, dataIndex).AsIfSentBy(SenderOf(fields));
    }

    /// <summary>The sender that the fixture names.</summary>
    public static Address SenderOf(JsonElement fields) =>
        fields.TryGetProperty("sender", out var sender)
            ? Address.Parse(sender.GetString()!)
            : new Primitives.Crypto.PrivateKey(fields.Bytes("secretKey")).Address;

    private static Transaction WithType(Transaction transaction, JsonElement fields, int dataIndex)
    {
        if (fields.TryGetProperty("maxFeePerGas", out var maxFee))
        {
            transaction = transaction with
            {
                Type = TransactionType.DynamicFee,
                ChainId = UInt256.One,
                MaxFeePerGas = maxFee.Quantity(),
                MaxPriorityFeePerGas = fields.Quantity("maxPriorityFeePerGas"),
            };
        }

        if (fields.TryGetProperty("accessLists", out var lists) && lists[dataIndex].ValueKind == JsonValueKind.Array)
        {
            transaction = transaction with
            {
                Type = transaction.Type == TransactionType.Legacy ? TransactionType.AccessList : transaction.Type,
                ChainId = UInt256.One,
                AccessList = lists[dataIndex].EnumerateArray().Select(ReadAccessListEntry).ToArray(),
            };
        }

        if (fields.TryGetProperty("blobVersionedHashes", out var hashes))
        {
            transaction = transaction with
            {
                Type = TransactionType.Blob,
                MaxFeePerBlobGas = fields.Quantity("maxFeePerBlobGas"),
                BlobVersionedHashes = hashes.EnumerateArray().Select(hash => Hash256.Parse(hash.GetString()!)).ToArray(),
            };
        }

        return transaction;
    }

    private static AccessListEntry ReadAccessListEntry(JsonElement entry) => new(
        entry.Address("address"), entry.GetProperty("storageKeys").EnumerateArray().Select(key => key.Quantity()).ToArray());
}
