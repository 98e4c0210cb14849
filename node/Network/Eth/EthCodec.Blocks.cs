using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Eth;

/// <summary>Blocks and their parts.</summary>
internal static partial class EthCodec
{
    public static byte[] EncodeBlockAnnouncements(IReadOnlyList<BlockAnnouncement> announcements)
    {
        using var writer = new RlpWriter(64);
        var list = writer.BeginList();
        foreach (var announcement in announcements)
        {
            var item = writer.BeginList();
            writer.Write(announcement.Hash);
            writer.Write(announcement.Number);
            writer.EndList(item);
        }

        writer.EndList(list);
        return writer.ToArray();
    }

    public static BlockAnnouncement[] DecodeBlockAnnouncements(ReadOnlySpan<byte> payload)
    {
        var list = ReadWhole(payload);
        var count = list.CountItems();
        CheckCount(count, EthLimits.MaxBlockAnnouncements, "block announcements");
        var announcements = new BlockAnnouncement[count];
        for (var i = 0; i < count; i++)
        {
            var item = list.ReadList();
            announcements[i] = new BlockAnnouncement(item.ReadHash(), item.ReadUInt64());
            item.ExpectEnd();
        }

        return announcements;
    }

    public static byte[] EncodeNewBlock(Block block, in UInt256 totalDifficulty)
    {
        using var writer = new RlpWriter(4096);
        var list = writer.BeginList();
        block.Encode(writer);
        writer.Write(totalDifficulty);
        writer.EndList(list);
        return writer.ToArray();
    }

    public static (Block Block, UInt256 TotalDifficulty) DecodeNewBlock(ReadOnlySpan<byte> payload)
    {
        var list = ReadWhole(payload);
        var block = Block.Decode(ref list);
        var totalDifficulty = ReadTotalDifficulty(ref list);
        list.ExpectEnd();
        return (block, totalDifficulty);
    }

    public static void WriteHeadersRequest(RlpWriter writer, HeadersRequest request)
    {
        var list = writer.BeginList();
        if (request.StartHash is { } hash)
        {
            writer.Write(hash);
        }
        else
        {
            writer.Write(request.StartNumber);
        }

        writer.Write(request.Amount);
        writer.Write(request.Skip);
        writer.Write(request.Reverse ? 1UL : 0UL);
        writer.EndList(list);
    }

    public static HeadersRequest ReadHeadersRequest(ref RlpReader reader)
    {
        var list = reader.ReadList();
        var start = new RlpReader(list.ReadRaw());
        var isHash = start.Remaining == Hash256.Size + 1;
        var request = new HeadersRequest(
            isHash ? start.ReadHash() : null,
            isHash ? 0 : start.ReadUInt64(),
            list.ReadUInt64(),
            list.ReadUInt64(),
            list.ReadBool());
        list.ExpectEnd();
        return request;
    }

    /// <summary>Writes a list of headers.</summary>
    public static void WriteHeaders(RlpWriter writer, IReadOnlyList<BlockHeader> headers)
    {
        var list = writer.BeginList();
        foreach (var header in headers)
        {
            header.Encode(writer);
        }

        writer.EndList(list);
    }

    /// <summary>Reads a list of at most so many headers.</summary>
    public static BlockHeader[] ReadHeaders(ref RlpReader reader, int max)
    {
        var list = reader.ReadList();
        var count = list.CountItems();
        CheckCount(count, max, "headers");
        var headers = new BlockHeader[count];
        for (var i = 0; i < count; i++)
        {
            headers[i] = BlockHeader.Decode(ref list);
        }

        return headers;
    }

    /// <summary>Reads a list of at most so many bodies.</summary>
    public static BlockBody[] ReadBodies(ref RlpReader reader, int max)
    {
        var list = reader.ReadList();
        var count = list.CountItems();
        CheckCount(count, max, "bodies");
        var bodies = new BlockBody[count];
        for (var i = 0; i < count; i++)
        {
            bodies[i] = BlockBody.Decode(ref list);
        }

        return bodies;
    }

    /// <summary>Reads the receipts of at most so many blocks.</summary>
    public static Receipt[][] ReadReceipts(ref RlpReader reader, int max)
    {
        var list = reader.ReadList();
        var count = list.CountItems();
        CheckCount(count, max, "lists of receipts");
        var blocks = new Receipt[count][];
        for (var i = 0; i < count; i++)
        {
            var items = list.ReadList();
            var receipts = new List<Receipt>();
            while (!items.IsAtEnd)
            {
                receipts.Add(Receipt.Decode(ref items));
            }

            blocks[i] = [.. receipts];
        }

        return blocks;
    }

    /// <summary>Writes the receipts of one block.</summary>
    public static void WriteReceipts(RlpWriter writer, Receipt[] receipts)
    {
        var list = writer.BeginList();
        foreach (var receipt in receipts)
        {
            receipt.Encode(writer);
        }

        writer.EndList(list);
    }
}
