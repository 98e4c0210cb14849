using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives.Blocks;

/// <summary>What a block has besides its header.</summary>
/// <param name="Transactions">In order of execution.</param>
/// <param name="Uncles">Stale headers; a Clique chain has none.</param>
/// <param name="Withdrawals">Null before Shanghai; a Clique chain has an empty list from then on.</param>
public sealed record BlockBody(Transaction[] Transactions, BlockHeader[] Uncles, Withdrawal[]? Withdrawals)
{
    /// <summary>No transactions, uncles or withdrawals.</summary>
    public static BlockBody Empty { get; } = new([], [], null);

    /// <summary>Writes [transactions, uncles(, withdrawals)].</summary>
    public void Encode(RlpWriter writer)
    {
        var list = writer.BeginList();
        EncodeFields(writer);
        writer.EndList(list);
    }

    /// <summary>Reads [transactions, uncles(, withdrawals)].</summary>
    public static BlockBody Decode(ref RlpReader reader)
    {
        var list = reader.ReadList();
        return DecodeFields(ref list);
    }

    internal void EncodeFields(RlpWriter writer)
    {
        var transactions = writer.BeginList();
        foreach (var transaction in Transactions)
        {
            transaction.Encode(writer);
        }

        writer.EndList(transactions);
        var uncles = writer.BeginList();
        foreach (var uncle in Uncles)
        {
            uncle.Encode(writer);
        }

        writer.EndList(uncles);
        if (Withdrawals is null)
        {
            return;
        }

        var withdrawals = writer.BeginList();
        foreach (var withdrawal in Withdrawals)
        {
            withdrawal.Encode(writer);
        }

        writer.EndList(withdrawals);
    }

    internal static BlockBody DecodeFields(ref RlpReader list)
    {
        var transactionItems = list.ReadList();
        var transactions = new List<Transaction>();
        while (!transactionItems.IsAtEnd)
        {
            transactions.Add(Transaction.Decode(ref transactionItems));
        }

        var uncleItems = list.ReadList();
        var uncles = new List<BlockHeader>();
        while (!uncleItems.IsAtEnd)
        {
            uncles.Add(BlockHeader.Decode(ref uncleItems));
        }

        List<Withdrawal>? withdrawals = null;
        if (!list.IsAtEnd)
        {
            withdrawals = [];
            var withdrawalItems = list.ReadList();
            while (!withdrawalItems.IsAtEnd)
            {
                withdrawals.Add(Withdrawal.Decode(ref withdrawalItems));
            }
        }

        list.ExpectEnd();
        return new BlockBody([.. transactions], [.. uncles], withdrawals?.ToArray());
    }
}
