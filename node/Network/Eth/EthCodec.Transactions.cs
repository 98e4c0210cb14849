using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Eth;

/// <summary>Transactions and their announcements.</summary>
internal static partial class EthCodec
{
    /// <summary>The Transactions message: a bare list.</summary>
    public static byte[] EncodeTransactions(IReadOnlyList<Transaction> transactions)
    {
        using var writer = new RlpWriter(4096);
        WriteTransactions(writer, transactions);
        return writer.ToArray();
    }

    public static Transaction[] DecodeTransactions(ReadOnlySpan<byte> payload)
    {
        var reader = new RlpReader(payload);
        var transactions = ReadTransactions(ref reader, EthLimits.MaxTransactions);
        reader.ExpectEnd();
        return transactions;
    }

    /// <summary>Writes a list of transactions.</summary>
    public static void WriteTransactions(RlpWriter writer, IReadOnlyList<Transaction> transactions)
    {
        var list = writer.BeginList();
        foreach (var transaction in transactions)
        {
            transaction.Encode(writer);
        }

        writer.EndList(list);
    }

    /// <summary>Reads a list of at most so many transactions.</summary>
    public static Transaction[] ReadTransactions(ref RlpReader reader, int max)
    {
        var list = reader.ReadList();
        var count = list.CountItems();
        CheckCount(count, max, "transactions");
        var transactions = new Transaction[count];
        for (var i = 0; i < count; i++)
        {
            transactions[i] = Transaction.Decode(ref list);
        }

        return transactions;
    }

    /// <summary>NewPooledTransactionHashes: [hashes] up to eth/67, [types, sizes, hashes] from eth/68 on.</summary>
    public static byte[] EncodeTransactionAnnouncements(int version, IReadOnlyList<Transaction> transactions)
    {
        using var writer = new RlpWriter(64 + (transactions.Count * 40));
        var hashes = transactions.Select(transaction => transaction.Hash).ToArray();
        if (version < 68)
        {
            WriteHashes(writer, hashes);
            return writer.ToArray();
        }

        var list = writer.BeginList();
        writer.Write(transactions.Select(transaction => (byte)transaction.Type).ToArray());
        var sizes = writer.BeginList();
        foreach (var transaction in transactions)
        {
            writer.Write((ulong)transaction.Encoded.Length);
        }

        writer.EndList(sizes);
        WriteHashes(writer, hashes);
        writer.EndList(list);
        return writer.ToArray();
    }

    public static TransactionAnnouncement[] DecodeTransactionAnnouncements(int version, ReadOnlySpan<byte> payload)
    {
        if (version < 68)
        {
            var reader = new RlpReader(payload);
            var bare = reader.ReadHashes();
            reader.ExpectEnd();
            CheckCount(bare.Length, EthLimits.MaxTransactionAnnouncements, "transaction announcements");
            return Array.ConvertAll(bare, hash => new TransactionAnnouncement(hash, null, null));
        }

        var list = ReadWhole(payload);
        var types = list.ReadBytes();
        CheckCount(types.Length, EthLimits.MaxTransactionAnnouncements, "transaction announcements");
        var sizes = list.ReadList();
        var hashes = list.ReadHashes();
        list.ExpectEnd();
        if (hashes.Length != types.Length || sizes.CountItems() != types.Length)
        {
            throw new WireException(PeerFault.MalformedMessage, "announcements with different numbers of types, sizes and hashes");
        }

        var announcements = new TransactionAnnouncement[types.Length];
        for (var i = 0; i < announcements.Length; i++)
        {
            announcements[i] = new TransactionAnnouncement(hashes[i], types[i], sizes.ReadUInt32());
        }

        return announcements;
    }
}
