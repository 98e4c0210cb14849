using System.Buffers.Binary;
using System.Text;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Storage;

namespace PoaSidechain.Chain.Store;

/// <summary>Blocks and what is known about them in the database; no caches, no opinion on which branch is right.</summary>
/// <remarks>Thread: any for reading; batches are made by the importer. Keys and layouts: <see cref="Schema"/>.</remarks>
public sealed class ChainStore(IKeyValueStore database)
{
    private const int LookupSize = sizeof(ulong) + sizeof(uint);

    /// <summary>Where everything is.</summary>
    public IKeyValueStore Database => database;

    /// <summary>Hash of the canonical chain's last block; null in an empty database.</summary>
    public Hash256? ReadHead() => ReadHash(Schema.BlockHead);

    /// <summary>Hash of the genesis block; null in an empty database.</summary>
    public Hash256? ReadGenesis() => ReadHash(Schema.Genesis);

    /// <summary>The stored <c>config</c> object of the genesis file.</summary>
    public byte[]? ReadGenesisConfig() => database.Get(Schema.GenesisConfig);

    /// <summary>The canonical hash at a height.</summary>
    public Hash256? ReadCanonicalHash(ulong number) => ReadHash(Schema.Canonical(stackalloc byte[Schema.MaxKeyLength], number));

    /// <summary>Height of a block of any branch.</summary>
    public ulong? ReadNumber(in Hash256 hash) =>
        database.Get(Schema.Number(stackalloc byte[Schema.MaxKeyLength], hash)) is { } bytes ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : null;

    /// <summary>A header of any branch.</summary>
    public BlockHeader? ReadHeader(ulong number, in Hash256 hash) =>
        database.Get(Schema.Header(stackalloc byte[Schema.MaxKeyLength], number, hash)) is { } rlp ? BlockHeader.Decode(rlp) : null;

    /// <summary>A body of any branch, as RLP.</summary>
    public byte[]? ReadBodyRlp(ulong number, in Hash256 hash) => database.Get(Schema.Body(stackalloc byte[Schema.MaxKeyLength], number, hash));

    /// <summary>A body of any branch.</summary>
    public BlockBody? ReadBody(ulong number, in Hash256 hash)
    {
        if (ReadBodyRlp(number, hash) is not { } rlp)
        {
            return null;
        }

        var reader = new RlpReader(rlp);
        return BlockBody.Decode(ref reader);
    }

    /// <summary>Receipts of an executed block.</summary>
    public Receipt[]? ReadReceipts(ulong number, in Hash256 hash)
    {
        if (database.Get(Schema.Receipts(stackalloc byte[Schema.MaxKeyLength], number, hash)) is not { } rlp)
        {
            return null;
        }

        var reader = new RlpReader(rlp);
        var list = reader.ReadList();
        List<Receipt> receipts = [];
        while (!list.IsAtEnd)
        {
            receipts.Add(Receipt.DecodeStored(ref list));
        }

        return [.. receipts];
    }

    /// <summary>Total difficulty of a block of any branch.</summary>
    public UInt256? ReadTotalDifficulty(ulong number, in Hash256 hash) =>
        database.Get(Schema.TotalDifficulty(stackalloc byte[Schema.MaxKeyLength], number, hash)) is { } bytes ? UInt256.FromBigEndian(bytes) : null;

    /// <summary>Where a transaction stands in the canonical chain.</summary>
    public (ulong BlockNumber, int Index)? ReadTransactionLookup(in Hash256 hash) =>
        database.Get(Schema.Transaction(stackalloc byte[Schema.MaxKeyLength], hash)) is { Length: LookupSize } bytes
            ? (BinaryPrimitives.ReadUInt64BigEndian(bytes), (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(sizeof(ulong))))
            : null;

    /// <summary>The short text of the rule for which a block was refused, or null.</summary>
    public string? ReadBadBlock(in Hash256 hash) =>
        database.Get(Schema.BadBlock(stackalloc byte[Schema.MaxKeyLength], hash)) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>True when any block is remembered as bad.</summary>
    public bool HasBadBlocks()
    {
        using var cursor = database.Seek([Schema.BadBlockPrefix]);
        return cursor.IsValid && cursor.Key[0] == Schema.BadBlockPrefix;
    }

    /// <summary>The greatest number of a stored block of any branch, looked for from a height on.</summary>
    public ulong FindHighestNumber(ulong from)
    {
        using var cursor = database.Seek(Schema.Header(stackalloc byte[Schema.MaxKeyLength], from, Hash256.Zero));
        for (; cursor.IsValid && cursor.Key[0] == Schema.HeaderPrefix; cursor.MoveNext())
        {
            from = BinaryPrimitives.ReadUInt64BigEndian(cursor.Key[1..]);
        }

        return from;
    }

    /// <summary>Header, body and total difficulty: what every stored block has.</summary>
    public static void PutBlock(IWriteBatch batch, Block block, in UInt256 totalDifficulty)
    {
        PutHeader(batch, block.Header, totalDifficulty);
        PutBody(batch, block);
    }

    /// <summary>Header and total difficulty, and the number under the hash, by which the block is found.</summary>
    public static void PutHeader(IWriteBatch batch, BlockHeader header, in UInt256 totalDifficulty)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        Span<byte> value = stackalloc byte[32];
        using var writer = new RlpWriter(1024);
        header.Encode(writer);
        batch.Put(Schema.Header(key, header.Number, header.Hash), writer.Written);
        totalDifficulty.WriteBigEndian(value);
        batch.Put(Schema.TotalDifficulty(key, header.Number, header.Hash), value);
        BinaryPrimitives.WriteUInt64BigEndian(value, header.Number);
        batch.Put(Schema.Number(key, header.Hash), value[..sizeof(ulong)]);
    }

    /// <summary>A body.</summary>
    public static void PutBody(IWriteBatch batch, Block block)
    {
        using var body = new RlpWriter(4096);
        block.Body.Encode(body);
        batch.Put(Schema.Body(stackalloc byte[Schema.MaxKeyLength], block.Number, block.Hash), body.Written);
    }

    /// <summary>Receipts of an executed block.</summary>
    public static void PutReceipts(IWriteBatch batch, ulong number, in Hash256 hash, Receipt[] receipts)
    {
        using var writer = new RlpWriter(4096);
        var list = writer.BeginList();
        foreach (var receipt in receipts)
        {
            receipt.EncodeStored(writer);
        }

        writer.EndList(list);
        batch.Put(Schema.Receipts(stackalloc byte[Schema.MaxKeyLength], number, hash), writer.Written);
    }

    /// <summary>Makes an executed block canonical: number, transactions and logs lead to it from now on.</summary>
    public static void PutCanonical(IWriteBatch batch, ProcessedBlock processed)
    {
        var block = processed.Block;
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        batch.Put(Schema.Canonical(key, block.Number), block.Hash.Bytes);
        Span<byte> lookup = stackalloc byte[LookupSize];
        BinaryPrimitives.WriteUInt64BigEndian(lookup, block.Number);
        for (var i = 0; i < block.Transactions.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(lookup[sizeof(ulong)..], (uint)i);
            batch.Put(Schema.Transaction(key, block.Transactions[i].Hash), lookup);
        }

        LogIndex.Put(batch, block.Number, processed.Receipts);
    }

    /// <summary>The undoing of <see cref="PutCanonical"/>: written before the new branch's entries, which win where both have a key.</summary>
    public static void DeleteCanonical(IWriteBatch batch, Block block, Receipt[] receipts)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        batch.Delete(Schema.Canonical(key, block.Number));
        foreach (var transaction in block.Transactions)
        {
            batch.Delete(Schema.Transaction(key, transaction.Hash));
        }

        LogIndex.Delete(batch, block.Number, receipts);
    }

    /// <summary>Points the head to a block; goes into the same batch as the block's data.</summary>
    public static void PutHead(IWriteBatch batch, in Hash256 hash) => batch.Put(Schema.BlockHead, hash.Bytes);

    /// <summary>Names the genesis block and keeps its configuration.</summary>
    public static void PutGenesis(IWriteBatch batch, in Hash256 hash, ReadOnlySpan<byte> config)
    {
        batch.Put(Schema.Genesis, hash.Bytes);
        batch.Put(Schema.GenesisConfig, config);
    }

    /// <summary>Remembers a refused block, so that it is not executed again.</summary>
    public static void PutBadBlock(IWriteBatch batch, in Hash256 hash, string reason) =>
        batch.Put(Schema.BadBlock(stackalloc byte[Schema.MaxKeyLength], hash), Encoding.UTF8.GetBytes(reason));

    private Hash256? ReadHash(ReadOnlySpan<byte> key) => database.Get(key) is { } bytes ? new Hash256(bytes) : null;
}
