using System.Text.Json;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Blocks;

/// <summary>Writes transactions as geth does.</summary>
internal static class TransactionJson
{
    /// <summary>A transaction; without a place it waits in the pool.</summary>
    public static void Write(Utf8JsonWriter writer, Transaction transaction, TransactionPlace? place)
    {
        writer.WriteStartObject();
        WritePlace(writer, place);
        writer.WriteAddress("from"u8, transaction.TryGetSender(out var sender) ? sender : default);
        writer.WriteQuantity("gas"u8, transaction.GasLimit);
        writer.WriteQuantity("gasPrice"u8, GasPriceOf(transaction, place));
        if (transaction.HasFeeCaps)
        {
            writer.WriteQuantity("maxFeePerGas"u8, transaction.MaxFeePerGas);
            writer.WriteQuantity("maxPriorityFeePerGas"u8, transaction.MaxPriorityFeePerGas);
        }

        if (transaction.Type == TransactionType.Blob)
        {
            writer.WriteQuantity("maxFeePerBlobGas"u8, transaction.MaxFeePerBlobGas);
        }

        writer.WriteHash("hash"u8, transaction.Hash);
        writer.WriteData("input"u8, transaction.Data.Span);
        writer.WriteQuantity("nonce"u8, transaction.Nonce);
        writer.WriteAddress("to"u8, transaction.To);
        writer.WriteQuantity("value"u8, transaction.Value);
        writer.WriteQuantity("type"u8, (ulong)transaction.Type);
        WriteLists(writer, transaction);
        if (transaction.ChainId is { } chainId)
        {
            writer.WriteQuantity("chainId"u8, chainId);
        }

        writer.WriteQuantity("v"u8, transaction.SignatureV());
        writer.WriteQuantity("r"u8, transaction.Signature.R);
        writer.WriteQuantity("s"u8, transaction.Signature.S);
        if (transaction.Type != TransactionType.Legacy)
        {
            writer.WriteQuantity("yParity"u8, transaction.Signature.YParity);
        }

        writer.WriteEndObject();
    }

    /// <summary>An access list (EIP-2930).</summary>
    public static void WriteAccessList(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<AccessListEntry> entries)
    {
        writer.WriteStartArray(name);
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteAddress("address"u8, entry.Address);
            writer.WriteStartArray("storageKeys"u8);
            foreach (ref readonly var key in entry.StorageKeys.Span)
            {
                writer.WriteHash(key.ToHash256());
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePlace(Utf8JsonWriter writer, TransactionPlace? place)
    {
        if (place is null)
        {
            writer.WriteNull("blockHash"u8);
            writer.WriteNull("blockNumber"u8);
            writer.WriteNull("blockTimestamp"u8);
            writer.WriteNull("transactionIndex"u8);
            return;
        }

        writer.WriteHash("blockHash"u8, place.Header.Hash);
        writer.WriteQuantity("blockNumber"u8, place.Header.Number);
        writer.WriteQuantity("blockTimestamp"u8, place.Header.Timestamp);
        writer.WriteQuantity("transactionIndex"u8, (ulong)place.Index);
    }

    /// <summary>What was paid per gas, once that is known; the most that may be paid, before.</summary>
    private static UInt256 GasPriceOf(Transaction transaction, TransactionPlace? place) =>
        place is null ? transaction.MaxFeePerGas : transaction.EffectiveGasPrice(place.Header.BaseFeePerGas.GetValueOrDefault());

    private static void WriteLists(Utf8JsonWriter writer, Transaction transaction)
    {
        if (transaction.Type != TransactionType.Legacy)
        {
            WriteAccessList(writer, "accessList"u8, transaction.AccessList.Span);
        }

        if (transaction.Type == TransactionType.Blob)
        {
            writer.WriteStartArray("blobVersionedHashes"u8);
            foreach (ref readonly var hash in transaction.BlobVersionedHashes.Span)
            {
                writer.WriteHash(hash);
            }

            writer.WriteEndArray();
        }

        if (transaction.Type == TransactionType.SetCode)
        {
            WriteAuthorizations(writer, transaction.AuthorizationList.Span);
        }
    }

    private static void WriteAuthorizations(Utf8JsonWriter writer, ReadOnlySpan<Authorization> authorizations)
    {
        writer.WriteStartArray("authorizationList"u8);
        foreach (var authorization in authorizations)
        {
            writer.WriteStartObject();
            writer.WriteQuantity("chainId"u8, authorization.ChainId);
            writer.WriteAddress("address"u8, authorization.Address);
            writer.WriteQuantity("nonce"u8, authorization.Nonce);
            writer.WriteQuantity("yParity"u8, authorization.Signature.YParity);
            writer.WriteQuantity("r"u8, authorization.Signature.R);
            writer.WriteQuantity("s"u8, authorization.Signature.S);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
