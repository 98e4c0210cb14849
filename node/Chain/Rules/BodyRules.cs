using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State.Trie;

namespace PoaSidechain.Chain.Rules;

/// <summary>The body is the one that the header commits to (Yellow Paper section 4.3.2), and each transaction has a sender.</summary>
/// <remarks>Pure, but for the threads that recover senders.</remarks>
public static class BodyRules
{
    /// <summary>Most bytes of an encoded block from Osaka on: 10 MiB less 2 MiB for a beacon block around it (EIP-7934).</summary>
    public const int MaxBlockBytes = (10 * 1024 * 1024) - (2 * 1024 * 1024);

    private const int SequentialSenders = 8; // below this, handing work to other threads costs more than it saves

    /// <summary>All of them.</summary>
    public static BlockVerdict Check(Block block, ForkRules rules)
    {
        var header = block.Header;
        if (UnclesHash(block.Body.Uncles) is var uncles && uncles != header.UnclesHash)
        {
            return BlockVerdict.Invalid(BlockError.InvalidUnclesHash, $"{header.UnclesHash}, the uncles hash to {uncles}");
        }

        if (TransactionsRoot(block.Transactions) is var root && root != header.TransactionsRoot)
        {
            return BlockVerdict.Invalid(BlockError.InvalidTransactionsRoot, $"{header.TransactionsRoot}, the transactions hash to {root}");
        }

        var withdrawals = block.Body.Withdrawals is { } list ? WithdrawalsRoot(list) : (Hash256?)null;
        if (withdrawals != header.WithdrawalsRoot)
        {
            return BlockVerdict.Invalid(BlockError.InvalidWithdrawals, $"the withdrawals hash to {withdrawals?.ToString() ?? "nothing"}");
        }

        if (rules.IsOsaka && block.Encode().Length is var size && size > MaxBlockBytes)
        {
            return BlockVerdict.Invalid(BlockError.BlockTooLarge, $"{size} bytes, at most {MaxBlockBytes}");
        }

        return CheckSenders(block.Transactions);
    }

    /// <summary>Root of the trie of transactions.</summary>
    public static Hash256 TransactionsRoot(IReadOnlyList<Transaction> transactions) =>
        TrieRoot.OfList([.. transactions.Select(transaction => transaction.Encoded)]);

    /// <summary>Root of the trie of receipts.</summary>
    public static Hash256 ReceiptsRoot(IReadOnlyList<Receipt> receipts) =>
        RootOf(receipts, static (receipt, writer) => receipt.EncodeEnvelope(writer));

    /// <summary>Root of the trie of withdrawals (EIP-4895).</summary>
    public static Hash256 WithdrawalsRoot(IReadOnlyList<Withdrawal> withdrawals) =>
        RootOf(withdrawals, static (withdrawal, writer) => withdrawal.Encode(writer));

    /// <summary>Keccak-256 of the RLP list of uncles.</summary>
    public static Hash256 UnclesHash(BlockHeader[] uncles)
    {
        if (uncles.Length == 0)
        {
            return Keccak256.OfEmptyList;
        }

        using var writer = new RlpWriter();
        var list = writer.BeginList();
        foreach (var uncle in uncles)
        {
            uncle.Encode(writer);
        }

        writer.EndList(list);
        return Keccak256.Hash(writer.Written);
    }

    /// <summary>The header's bloom: that of all receipts.</summary>
    public static Bloom LogsBloom(IReadOnlyList<Receipt> receipts)
    {
        if (receipts.All(receipt => receipt.Logs.Length == 0))
        {
            return Bloom.Empty;
        }

        var bloom = new Bloom();
        foreach (var receipt in receipts)
        {
            bloom.Add(receipt.Bloom);
        }

        return bloom;
    }

    private static Hash256 RootOf<T>(IReadOnlyList<T> items, Action<T, RlpWriter> encode)
    {
        var encoded = new ReadOnlyMemory<byte>[items.Count];
        for (var i = 0; i < encoded.Length; i++)
        {
            using var writer = new RlpWriter();
            encode(items[i], writer);
            encoded[i] = writer.ToArray();
        }

        return TrieRoot.OfList(encoded);
    }

    /// <summary>Recovers all senders, which costs most of a simple block's time, on all processors; the transactions keep them.</summary>
    private static BlockVerdict CheckSenders(Transaction[] transactions)
    {
        var unknown = -1;
        if (transactions.Length < SequentialSenders)
        {
            unknown = Array.FindIndex(transactions, transaction => !transaction.TryGetSender(out _));
        }
        else
        {
            Parallel.For(0, transactions.Length, (i, loop) =>
            {
                if (!transactions[i].TryGetSender(out _))
                {
                    unknown = i;
                    loop.Stop();
                }
            });
        }

        return unknown < 0
            ? BlockVerdict.Valid
            : BlockVerdict.Invalid(BlockError.InvalidTransaction, $"transaction {unknown}: no sender");
    }
}
