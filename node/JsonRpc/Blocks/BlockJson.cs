using System.Text.Json;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Blocks;

/// <summary>Writes headers and blocks as geth 1.13 does, with the fields of later forks where a header has them.</summary>
internal static class BlockJson
{
    /// <summary>A header alone.</summary>
    public static void WriteHeader(Utf8JsonWriter writer, BlockHeader header, UInt256? totalDifficulty)
    {
        writer.WriteStartObject();
        WriteFields(writer, header, isPending: false);
        WriteTotalDifficulty(writer, totalDifficulty);
        writer.WriteEndObject();
    }

    /// <summary>A block with its transactions whole or by hash.</summary>
    public static void WriteBlock(Utf8JsonWriter writer, Block block, UInt256? totalDifficulty, bool withTransactions, bool isPending)
    {
        writer.WriteStartObject();
        WriteMembers(writer, block, totalDifficulty, withTransactions, isPending);
        writer.WriteEndObject();
    }

    /// <summary>What is inside a block's object.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, Block block, UInt256? totalDifficulty, bool withTransactions, bool isPending)
    {
        WriteFields(writer, block.Header, isPending);
        WriteTotalDifficulty(writer, totalDifficulty);
        writer.WriteQuantity("size"u8, SizeOf(block));
        writer.WriteStartArray("transactions"u8);
        for (var i = 0; i < block.Transactions.Length; i++)
        {
            if (withTransactions)
            {
                TransactionJson.Write(writer, block.Transactions[i], isPending ? null : new TransactionPlace(block.Header, i));
            }
            else
            {
                writer.WriteHash(block.Transactions[i].Hash);
            }
        }

        writer.WriteEndArray();
        WriteRest(writer, block.Body);
    }

    /// <summary>An uncle: a header with the size of a block that is nothing else.</summary>
    public static void WriteUncle(Utf8JsonWriter writer, BlockHeader uncle)
    {
        writer.WriteStartObject();
        WriteFields(writer, uncle, isPending: false);
        writer.WriteQuantity("size"u8, SizeOf(new Block(uncle, BlockBody.Empty)));
        writer.WriteStartArray("uncles"u8);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The fields of a header, as newHeads has them too.</summary>
    public static void WriteFields(Utf8JsonWriter writer, BlockHeader header, bool isPending)
    {
        writer.WriteQuantity("number"u8, header.Number);
        writer.WriteHash("hash"u8, isPending ? null : header.Hash);
        writer.WriteHash("parentHash"u8, header.ParentHash);
        WriteNonce(writer, isPending ? null : header.Nonce);
        writer.WriteHash("mixHash"u8, header.MixHash);
        writer.WriteHash("sha3Uncles"u8, header.UnclesHash);
        writer.WriteData("logsBloom"u8, header.LogsBloom.Bytes);
        writer.WriteHash("stateRoot"u8, header.StateRoot);
        writer.WriteAddress("miner"u8, isPending ? null : header.Beneficiary); // on a Clique chain the account voted on, as geth shows it
        writer.WriteQuantity("difficulty"u8, header.Difficulty);
        writer.WriteData("extraData"u8, header.ExtraData.Span);
        writer.WriteQuantity("gasLimit"u8, header.GasLimit);
        writer.WriteQuantity("gasUsed"u8, header.GasUsed);
        writer.WriteQuantity("timestamp"u8, header.Timestamp);
        writer.WriteHash("transactionsRoot"u8, header.TransactionsRoot);
        writer.WriteHash("receiptsRoot"u8, header.ReceiptsRoot);
        if (header.BaseFeePerGas is { } baseFee)
        {
            writer.WriteQuantity("baseFeePerGas"u8, baseFee);
        }

        WriteLaterFields(writer, header);
    }

    private static void WriteLaterFields(Utf8JsonWriter writer, BlockHeader header)
    {
        if (header.WithdrawalsRoot is { } withdrawalsRoot)
        {
            writer.WriteHash("withdrawalsRoot"u8, withdrawalsRoot);
        }

        if (header.BlobGasUsed is { } blobGasUsed)
        {
            writer.WriteQuantity("blobGasUsed"u8, blobGasUsed);
        }

        if (header.ExcessBlobGas is { } excessBlobGas)
        {
            writer.WriteQuantity("excessBlobGas"u8, excessBlobGas);
        }

        if (header.ParentBeaconBlockRoot is { } beaconRoot)
        {
            writer.WriteHash("parentBeaconBlockRoot"u8, beaconRoot);
        }

        if (header.RequestsHash is { } requestsHash)
        {
            writer.WriteHash("requestsHash"u8, requestsHash);
        }
    }

    private static void WriteRest(Utf8JsonWriter writer, BlockBody body)
    {
        writer.WriteStartArray("uncles"u8);
        foreach (var uncle in body.Uncles)
        {
            writer.WriteHash(uncle.Hash);
        }

        writer.WriteEndArray();
        if (body.Withdrawals is not { } withdrawals)
        {
            return;
        }

        writer.WriteStartArray("withdrawals"u8);
        foreach (var withdrawal in withdrawals)
        {
            writer.WriteStartObject();
            writer.WriteQuantity("index"u8, withdrawal.Index);
            writer.WriteQuantity("validatorIndex"u8, withdrawal.ValidatorIndex);
            writer.WriteAddress("address"u8, withdrawal.Address);
            writer.WriteQuantity("amount"u8, withdrawal.AmountGwei);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNonce(Utf8JsonWriter writer, ulong? nonce)
    {
        if (nonce is not { } value)
        {
            writer.WriteNull("nonce"u8);
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        writer.WriteData("nonce"u8, bytes);
    }

    private static void WriteTotalDifficulty(Utf8JsonWriter writer, UInt256? totalDifficulty)
    {
        if (totalDifficulty is { } total)
        {
            writer.WriteQuantity("totalDifficulty"u8, total);
        }
    }

    private static ulong SizeOf(Block block)
    {
        using var rlp = new Primitives.Rlp.RlpWriter(4096);
        block.Encode(rlp);
        return (ulong)rlp.Written.Length;
    }
}
